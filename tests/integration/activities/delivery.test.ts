import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../domain/actor.js';
import { actorOf } from '../../support/clinic.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

async function bookedNotifications(): Promise<{ sessionId: string; id: (channel: string) => string }> {
  const { step } = await world.book();
  if (step === null) throw new Error('The booking was refused.');
  const { sessionId } = step.snapshot;
  const rows = await world.rows('SELECT id, channel FROM notifications WHERE session_id = $1::uuid', sessionId);
  return { sessionId, id: (channel) => String(rows.find((row) => row['channel'] === channel)?.['id']) };
}

const statusOf = async (id: string): Promise<unknown> =>
  (await world.rows('SELECT status, error_code FROM notifications WHERE id = $1::uuid', id))[0];

const approve = (sessionId: string) =>
  world.activities.applyDecision({
    sessionId,
    message: {
      decisionId: randomUUID(),
      actor: actorOf('DOCTOR', world.clinic.doctors[0].userId),
      verdict: 'APPROVE',
      reason: null,
      category: null,
      version: null,
      bodyHash: 'body',
    },
  });

const cancel = (sessionId: string, actor: Actor, reason = 'my scan results are bad') =>
  world.activities.applyCancel({
    sessionId,
    message: { decisionId: randomUUID(), actor, reason, version: null, bodyHash: 'body', validUntil: soon() },
  });
const soon = (): string => new Date(Date.now() + 10_000).toISOString();

async function smsOf(notificationIds: string[]): Promise<string> {
  const sql = `SELECT id FROM notifications WHERE id = ANY ($1::uuid[]) AND channel = 'SMS'`;
  return String((await world.rows(sql, notificationIds))[0]?.['id']);
}

test.each([
  ['SMS', '21610'],
  ['EMAIL', '550'],
  ['SLACK', 'user_disabled'],
])('what the provider of %s refuses for good is not tried again', async (channel, errorCode) => {
  const { id } = await bookedNotifications();
  world.providers.trouble = 'REFUSED';
  await world.activities.deliver([id(channel)]);
  expect(await statusOf(id(channel))).toEqual({ status: 'FAILED', error_code: errorCode });
});

describe('a text', () => {
  test('whose acceptance was not heard of is looked up, not sent again', async () => {
    const { id } = await bookedNotifications();
    world.providers.trouble = 'LOST_ANSWER';
    await expect(world.activities.deliver([id('SMS')])).rejects.toThrow('socket hang up');
    world.providers.trouble = null;
    await world.activities.deliver([id('SMS')]);
    await world.activities.deliver([id('SMS')]);
    expect(world.providers.texts).toHaveLength(1);
    expect(await statusOf(id('SMS'))).toMatchObject({ status: 'SENT' });
  });

  test('about an approval that was undone before it left is not sent', async () => {
    const { sessionId } = await bookedNotifications();
    const approval = await approve(sessionId);
    await cancel(sessionId, actorOf('SECRETARY', world.clinic.secretary.userId));
    await world.activities.deliver(approval.notificationIds);
    expect(world.providers.texts).toEqual([]);
    expect(await statusOf(await smsOf(approval.notificationIds))).toEqual({
      status: 'SUPPRESSED',
      error_code: 'overtaken',
    });
  });

  test('opens the question before it leaves, so that the quickest answer finds it', async () => {
    const { sessionId } = await bookedNotifications();
    const { notificationIds } = await approve(sessionId);
    world.providers.trouble = 'LOST_ANSWER';
    await expect(world.activities.deliver([await smsOf(notificationIds)])).rejects.toThrow();
    expect(await world.rows('SELECT kind FROM prompts WHERE session_id = $1::uuid', sessionId)).toEqual([
      { kind: 'ATTENDANCE' },
    ]);
  });
});

describe('a card', () => {
  test('whose acceptance was not heard of is found by its metadata', async () => {
    const { id } = await bookedNotifications();
    world.providers.trouble = 'LOST_ANSWER';
    await expect(world.activities.deliver([id('SLACK')])).rejects.toThrow('socket hang up');
    world.providers.trouble = null;
    await world.activities.deliver([id('SLACK')]);
    expect(world.providers.posts).toHaveLength(1);
  });

  test('shows the row as it is, also when that changes while the card is posted', async () => {
    const { sessionId, id } = await bookedNotifications();
    world.providers.whilePosting = async () => void (await approve(sessionId));
    await world.activities.deliver([id('SLACK')]);
    expect(JSON.stringify(world.providers.posts[0]?.content)).toMatch(/Approved/);
  });

  test('is edited, not posted again, after the decision', async () => {
    const { sessionId, id } = await bookedNotifications();
    await world.activities.deliver([id('SLACK')]);
    const { notificationIds } = await approve(sessionId);
    await world.activities.deliver(notificationIds);
    const cards = world.providers.posts.filter(({ place }) => place.channelId.startsWith('D-'));
    expect(cards).toHaveLength(1);
    expect(JSON.stringify(cards[0]?.content)).toMatch(/Approved/);
  });
});

describe('a cancellation', () => {
  const inDoctorsMessages = () => world.providers.posts.filter(({ place }) => place.channelId.startsWith('D-'));

  test('of an approved session is told to the doctor, without the patient’s name or words', async () => {
    const patientId = world.clinic.patients[0].id;
    const { step } = await world.book({ patientId });
    if (step === null) throw new Error('The booking was refused.');
    await world.activities.deliver(step.notificationIds);
    const { sessionId } = step.snapshot;
    await world.activities.deliver((await approve(sessionId)).notificationIds);
    const patient = actorOf('PATIENT', world.clinic.patients[0].userId);
    const { state, notificationIds } = await cancel(sessionId, patient);
    expect(state).toBe('APPLIED');
    await world.activities.deliver(notificationIds);
    expect(inDoctorsMessages()).toHaveLength(2);
    const shown = JSON.stringify(world.providers.posts);
    expect(shown).toMatch(/Cancelled.*the patient/);
    expect(shown).not.toContain(world.clinic.patients[0].fullName);
    expect(shown).not.toContain('scan results');
  });

  test('of a request that was still open only changes its card', async () => {
    const { sessionId, id } = await bookedNotifications();
    await world.activities.deliver([id('SLACK')]);
    const { notificationIds } = await cancel(sessionId, actorOf('SECRETARY', world.clinic.secretary.userId));
    await world.activities.deliver(notificationIds);
    expect(inDoctorsMessages()).toHaveLength(1);
    expect(JSON.stringify(inDoctorsMessages()[0]?.content)).toMatch(/Cancelled/);
  });
});

test('a mail that is sent again carries the same Message-ID', async () => {
  const { id } = await bookedNotifications();
  world.providers.trouble = 'LOST_ANSWER';
  await expect(world.activities.deliver([id('EMAIL')])).rejects.toThrow();
  world.providers.trouble = null;
  await world.activities.deliver([id('EMAIL')]);
  const ids = world.providers.mails.map(({ messageId }) => messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

describe('a refusal', () => {
  test('by somebody who was first names what is taken and offers other times', async () => {
    await world.book();
    const { outcome, step } = await world.book({ patientId: world.clinic.patients[2].id });
    expect(step).toBeNull();
    expect(outcome).toMatchObject({ kind: 'REFUSED', refusal: { code: 'slot_taken', conflicts: ['doctor'] } });
    if (outcome.kind !== 'REFUSED' || outcome.refusal.code === 'forbidden') throw new Error('not a slot refusal');
    expect(outcome.refusal.alternatives).toHaveLength(3);
  });

  test('of a named room offers the same time in another room', async () => {
    const roomId = world.clinic.rooms[0].id;
    await world.book({ roomId });
    const wanted = { doctorId: world.clinic.doctors[1].id, patientId: world.clinic.patients[2].id, roomId };
    const { outcome } = await world.book(wanted);
    expect(outcome).toMatchObject({ refusal: { code: 'slot_taken', conflicts: ['room'] } });
    if (outcome.kind !== 'REFUSED' || outcome.refusal.code === 'forbidden') throw new Error('not a slot refusal');
    expect(outcome.refusal.alternatives[0]).toMatchObject({
      startsAt: atTen(world.now, 3),
      roomIds: [world.clinic.rooms[1].id],
    });
  });

  test.each([
    ['lead_time', -1],
    ['horizon', 200],
  ])('by the rule %s offers times that can be had', async (rule, days) => {
    const { outcome } = await world.book({ startsAt: atTen(world.now, days) });
    expect(outcome).toMatchObject({ refusal: { code: 'slot_not_bookable' } });
    if (outcome.kind !== 'REFUSED' || outcome.refusal.code !== 'slot_not_bookable') throw new Error('not by a rule');
    expect(outcome.refusal.reasons.map((reason) => reason.rule)).toContain(rule);
    expect(outcome.refusal.alternatives).toHaveLength(3);
  });
});
