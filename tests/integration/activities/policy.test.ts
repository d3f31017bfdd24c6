import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { timerKey } from '../../../domain/session/plan-timers.js';
import type { SessionStep } from '../../../activities/session.js';
import { actorOf } from '../../support/clinic.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
let superuser: pg.Client;
beforeEach(async () => {
  world = await createActivityWorld();
  superuser = new pg.Client({ connectionString: world.db.superuserUrl });
  await superuser.connect();
});
afterEach(async () => {
  await superuser.end();
  await world[Symbol.asyncDispose]();
});

const MINUTE_MS = 60_000;

async function bookedAt(days: number): Promise<SessionStep> {
  const { step } = await world.book({ startsAt: atTen(world.now, days) });
  if (step === null) throw new Error('The booking was refused.');
  return step;
}

/** Of the policy, as a change of it would leave it; sessions are told by the test itself. */
const setPolicy = (assignments: string): Promise<unknown> =>
  superuser.query(`UPDATE policy SET version = version + 1, updated_at = clock_timestamp(), ${assignments}`);

const follow = (sessionId: string): Promise<SessionStep> => world.activities.applyPolicy({ sessionId, version: 2 });
const dueOf = ({ snapshot }: SessionStep): number => Date.parse(snapshot.decisionDueAt);

test('an open request follows a shorter and a longer deadline, reckoned from its booking, and its timer goes with it', async () => {
  const booked = await bookedAt(5);
  const { sessionId } = booked.snapshot;
  await setPolicy('decision_deadline_minutes = 120');
  const shorter = await follow(sessionId);
  expect(dueOf(booked) - dueOf(shorter)).toBeCloseTo(1_320 * MINUTE_MS, -4);
  expect(shorter).toMatchObject({
    snapshot: { version: 2 },
    timers: [{ kind: 'NUDGE' }, { kind: 'ESCALATE' }, { kind: 'EXPIRE', at: shorter.snapshot.decisionDueAt }],
  });
  await setPolicy('decision_deadline_minutes = 2880');
  const longer = await follow(sessionId);
  expect(dueOf(longer) - dueOf(booked)).toBeCloseTo(1_440 * MINUTE_MS, -4);
  await setPolicy('minimum_lead_minutes = 10000, decision_lead_minutes = 6000');
  const sooner = await follow(sessionId);
  expect(dueOf(sooner)).toBe(Date.parse(booked.snapshot.startsAt) - 6_000 * MINUTE_MS);
  expect(sooner.snapshot.version).toBe(4);
});

test('a request whose time would be over keeps a minute, and asking again changes nothing', async () => {
  const { snapshot } = await bookedAt(5);
  await superuser.query("UPDATE sessions SET created_at = created_at - interval '3 hours'");
  await setPolicy('decision_deadline_minutes = 60');
  const before = Date.now();
  const step = await follow(snapshot.sessionId);
  expect(dueOf(step)).toBeGreaterThanOrEqual(before + MINUTE_MS);
  expect(dueOf(step)).toBeLessThanOrEqual(Date.now() + MINUTE_MS);
  const again = await follow(snapshot.sessionId);
  expect(again).toMatchObject({ snapshot: step.snapshot, notificationIds: [] });
});

test('neither a decided session nor one under the same rules changes', async () => {
  const { snapshot } = await bookedAt(5);
  await setPolicy('sms_per_day = 4');
  expect(await follow(snapshot.sessionId)).toMatchObject({ snapshot, notificationIds: [] });
  const approved = await world.activities.applyDecision({
    sessionId: snapshot.sessionId,
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
  await setPolicy('decision_deadline_minutes = 60');
  expect(await follow(snapshot.sessionId)).toMatchObject({
    snapshot: approved.snapshot,
    notificationIds: [],
    timers: approved.timers,
  });
});

test('an approved session takes the new reminders for what lies ahead', async () => {
  const { snapshot } = await bookedAt(5);
  await world.activities.applyDecision({
    sessionId: snapshot.sessionId,
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
  await setPolicy('reminder_offsets_minutes = ARRAY[20000, 1440, 60]');
  const { timers } = await follow(snapshot.sessionId);
  expect(timers.map(timerKey)).toEqual(['REMINDER/1440', 'REMINDER/60', 'NO_ANSWER', 'COMPLETE']);
});

test('the doctor’s card shows the new time: the same card, whether it was there before or comes later', async () => {
  const booked = await bookedAt(5);
  const { sessionId } = booked.snapshot;
  await world.activities.deliver(booked.notificationIds);
  expect(world.providers.posts).toHaveLength(1);
  await setPolicy('decision_deadline_minutes = 120');
  const step = await follow(sessionId);
  await world.activities.deliver(step.notificationIds);
  expect(world.providers.posts).toMatchObject([{ edits: 1 }]);
  expect(JSON.stringify(world.providers.posts[0]?.content)).toContain(`!date^${Math.floor(dueOf(step) / 1_000)}^`);

  const second = await bookedAt(6);
  await setPolicy('decision_deadline_minutes = 240');
  const told = await follow(second.snapshot.sessionId);
  await world.activities.deliver(told.notificationIds);
  expect(world.providers.posts).toHaveLength(1);
  await world.activities.deliver(second.notificationIds);
  expect(world.providers.posts).toHaveLength(2);
  expect(JSON.stringify(world.providers.posts[1]?.content)).toContain(`!date^${Math.floor(dueOf(told) / 1_000)}^`);
});

test('every open session is told, unless the policy is a newer one by now', async () => {
  const ids = [];
  for (let days = 3; days < 6; days += 1) ids.push((await bookedAt(days)).snapshot.sessionId);
  const round = { after: null, sinceChange: false };
  await setPolicy('sms_per_day = 4');
  expect(await world.activities.tellSessionsOfPolicy({ ...round, version: 2 })).toBeNull();
  expect(world.policySignals).toEqual(ids.sort().map((sessionId) => ({ sessionId, version: 2 })));
  world.policySignals.length = 0;
  await world.activities.tellSessionsOfPolicy({ ...round, version: 1 });
  expect(world.policySignals).toEqual([]);
});

test('reconciling has a change told that was not, and none that was', async () => {
  await world.activities.resumePolicyChange();
  expect(world.toldPolicies).toEqual([]);
  await setPolicy('sms_per_day = 4');
  await world.activities.resumePolicyChange();
  expect(world.toldPolicies).toEqual([2]);
  await world.activities.settlePolicyChange(2);
  await world.activities.resumePolicyChange();
  expect(world.toldPolicies).toEqual([2]);
});
