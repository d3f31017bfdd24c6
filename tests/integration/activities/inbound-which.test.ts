import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import { recordReceipt } from '../../../prisma/stores/delivery-store.js';
import { receiveSms } from '../../../prisma/stores/inbound-store.js';
import { actorOf } from '../../support/clinic.js';
import { connected } from '../database/connected.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

/** A session whose patient has been asked 1, 2 or 3. */
async function asked(days: number): Promise<{ sessionId: string; code: string }> {
  const { step } = await world.book({ startsAt: atTen(world.now, days) });
  if (step === null) throw new Error('The booking was refused.');
  const { sessionId } = step.snapshot;
  const actor = actorOf('DOCTOR', world.clinic.doctors[0].userId);
  const decision = { verdict: 'APPROVE', reason: null, category: null, version: null, bodyHash: 'body' } as const;
  const message = { decisionId: randomUUID(), actor, ...decision };
  const { notificationIds } = await world.activities.applyDecision({ sessionId, message });
  await world.activities.deliver(notificationIds);
  const [row] = await world.rows('SELECT code FROM sessions WHERE id = $1::uuid', sessionId);
  return { sessionId, code: String(row?.['code']) };
}

async function cancel(sessionId: string): Promise<void> {
  const actor = actorOf('SECRETARY', world.clinic.secretary.userId);
  const validUntil = new Date(Date.now() + 10_000).toISOString();
  const message = { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body', validUntil };
  await world.activities.applyCancel({ sessionId, message });
}

async function received(text: string, providerMessageId = `SM${randomUUID()}`): Promise<string> {
  const message = { providerMessageId, from: world.clinic.patients[1].phone, text };
  return (await world.db.app.withActor(anonymousActor('test', 'SMS'), (tx) => receiveSms(tx, message))).inboundId;
}

/** A text, whatever it gives rise to, and what the phone is told outside any session. */
async function texted(text: string): Promise<string[]> {
  const before = world.providers.texts.length;
  await world.activities.deliver(await world.activities.routeInbound(await received(text)));
  for (const { sessionId, message } of world.replies.splice(0)) {
    await world.activities.applyReply({ sessionId, message, attendance: 'UNKNOWN' });
  }
  return world.providers.texts.slice(before).map(({ body }) => body);
}

const attendances = async (...sessions: { sessionId: string }[]): Promise<unknown[]> => {
  const rows = await world.rows('SELECT id, attendance FROM sessions');
  return sessions.map(({ sessionId }) => rows.find(({ id }) => id === sessionId)?.['attendance']);
};
const unread = () => world.rows(`SELECT kind FROM tasks WHERE kind = 'UNREAD_SMS'`);
/** Later questions of a session, all of them too old to be answered. */
async function addExpiredPrompts(sessionId: string, count: number): Promise<void> {
  await using superuser = await connected(world.db.superuserUrl);
  await superuser.client.query(
    `WITH one AS (SELECT * FROM prompts WHERE session_id = $1), texts AS (
       INSERT INTO notifications (session_id, session_version, kind, channel, recipient, patient_id, phone, status)
       SELECT n.session_id, 1000 + i, n.kind, n.channel, n.recipient, n.patient_id, n.phone, n.status
         FROM notifications n JOIN one ON one.notification_id = n.id, generate_series(1, $2::integer) i
       RETURNING id, session_version)
     INSERT INTO prompts (session_id, session_version, starts_at, patient_id, phone, kind, notification_id, expires_at)
     SELECT one.session_id, t.session_version, one.starts_at, one.patient_id, one.phone, one.kind, t.id, now()
       FROM one, texts t`,
    [sessionId, count],
  );
}

async function questions(): Promise<{ intent: string; open: boolean }[]> {
  await using superuser = await connected(world.db.superuserUrl);
  const sql = 'SELECT intent, closed_at IS NULL AS open FROM which_questions ORDER BY created_at';
  return (await superuser.client.query<{ intent: string; open: boolean }>(sql)).rows;
}

describe('an answer that two sessions wait for', () => {
  test('is asked about by time, and settled by a letter', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    const [question] = await texted('1');
    expect(question).toMatch(/: which one\? A: \w{3} \d+ \w{3} \d\d:\d\d \S+, B: \w{3} .*\. Reply A or B\.$/);
    expect(await attendances(first, second)).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(await texted('B')).toEqual([]);
    expect(await attendances(first, second)).toEqual(['UNKNOWN', 'CONFIRMED']);
    expect(await questions()).toEqual([{ intent: 'CONFIRM', open: false }]);
    expect(await unread()).toEqual([]);
  });

  test('goes by its code, without a question', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    expect(await texted(`2 ${first.code.toLowerCase()}`)).toEqual([]);
    expect(await texted(`${second.code} 1`)).toEqual([]);
    expect(await attendances(first, second)).toEqual(['DECLINED', 'CONFIRMED']);
    expect(await questions()).toEqual([]);
  });

  test('typed again takes the place of the one that waits, and asks again each time', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    for (const answer of ['1', '1', '2']) expect(await texted(answer)).toHaveLength(1);
    expect((await questions()).map(({ intent, open }) => `${intent} ${open}`)).toEqual([
      'CONFIRM false',
      'CONFIRM false',
      'DECLINE true',
    ]);
    await texted('the first');
    expect(await attendances(first, second)).toEqual(['DECLINED', 'UNKNOWN']);
  });

  test('goes where its text arrived when that of the other did not', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    const lost = world.providers.texts.find(({ body }) => body.includes(second.code) && body.includes('Reply 1'));
    const receipt = { providerId: lost?.providerId ?? '', status: 'FAILED', errorCode: '30003' } as const;
    await world.db.worker.withActor(systemActor('test'), (tx) => recordReceipt(tx, receipt));
    expect(await texted('1')).toEqual([]);
    expect(await attendances(first, second)).toEqual(['CONFIRMED', 'UNKNOWN']);
  });
});

test('1, 2 and 3 are answered each time, also where nothing was asked; what is unclear once a day', async () => {
  const told = [];
  for (const words of ['hello?', '1', '2', 'and my cat?']) told.push((await texted(words)).length);
  expect(told).toEqual([1, 1, 1, 0]);
});

describe('"which one?"', () => {
  test('leaves what is unclear to people, and stays open', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    await texted('1');
    for (const words of ['hm, both?', 'A B', 'not A', 'D']) await texted(words);
    expect(await unread()).toHaveLength(4);
    expect(await attendances(first, second)).toEqual(['UNKNOWN', 'UNKNOWN']);
    await texted('a.');
    expect(await attendances(first, second)).toEqual(['CONFIRMED', 'UNKNOWN']);
  });

  test('reads its options again when one was called off', async () => {
    const [first, second, third] = [await asked(3), await asked(5), await asked(7)];
    await texted('1');
    await cancel(first.sessionId);
    const [again] = await texted('A');
    expect(again).toMatch(/which one\? A: .*, B: /);
    await texted('A');
    expect(await attendances(first, second, third)).toEqual(['UNKNOWN', 'CONFIRMED', 'UNKNOWN']);
  });

  test('about a session that was called off tells how it stands, and touches no other', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    await texted('1');
    await cancel(first.sessionId);
    await texted('A');
    expect(await attendances(first, second)).toEqual(['UNKNOWN', 'UNKNOWN']);
    const late = await world.rows(`SELECT session_id FROM notifications WHERE kind = 'LATE_ANSWER'`);
    expect(late).toEqual([{ session_id: first.sessionId }]);
  });

  test('is answered once by two texts at once, and once by the same text twice', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    const sid = `SM${randomUUID()}`;
    const one = await received('1', sid);
    expect(await received('1', sid)).toBe(one);
    const twice = await Promise.all([world.activities.routeInbound(one), world.activities.routeInbound(one)]);
    expect(twice).toEqual([[expect.any(String)], twice[0]]);
    expect(await world.activities.routeInbound(one)).toEqual(twice[0]);
    expect(await questions()).toHaveLength(1);
    const answers = [await received('A'), await received('B')];
    await Promise.all(answers.map((id) => world.activities.routeInbound(id)));
    expect(world.replies).toHaveLength(1);
    expect([first.sessionId, second.sessionId]).toContain(world.replies[0]?.sessionId);
    expect(await unread()).toHaveLength(1);
    for (const id of [...answers, one]) await world.activities.routeInbound(id);
    expect(world.replies).toHaveLength(1);
    expect(await questions()).toHaveLength(1);
  });

  test('is asked by code for five sessions, and settled by a code alone', async () => {
    const sessions = [];
    for (const days of [3, 4, 5, 6, 7]) sessions.push(await asked(days));
    expect(await texted('2')).toEqual([expect.stringMatching(/: you have 5 sessions\. Reply 2 and the code/)]);
    await texted(sessions[2]?.code ?? '');
    expect(await attendances(...sessions)).toEqual(['UNKNOWN', 'UNKNOWN', 'DECLINED', 'UNKNOWN', 'UNKNOWN']);
  });

  test('reaches the phone also when nobody heard that it was settled, and then once', async () => {
    await asked(3);
    await asked(5);
    const inboundId = await received('1');
    await world.activities.routeInbound(inboundId);
    const before = world.providers.texts.length;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await world.activities.deliver(await world.activities.routeInbound(inboundId));
    }
    expect(world.providers.texts.slice(before).map(({ body }) => body)).toEqual([expect.stringMatching(/which one\?/)]);
  });

  test('is asked about a session whose question lies behind many that are over', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    await addExpiredPrompts(second.sessionId, 25);
    expect(await texted('2')).toEqual([expect.stringMatching(/which one\?/)]);
    expect(await attendances(first, second)).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  test('is over after two hours', async () => {
    const [first, second] = [await asked(3), await asked(5)];
    await texted('2');
    await using superuser = await connected(world.db.superuserUrl);
    await superuser.client.query('UPDATE which_questions SET expires_at = clock_timestamp()');
    await texted('A');
    expect(await attendances(first, second)).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(await unread()).toHaveLength(1);
  });
});
