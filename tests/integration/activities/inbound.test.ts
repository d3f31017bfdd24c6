import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
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
async function asked(days: number): Promise<string> {
  const { step } = await world.book({ startsAt: atTen(world.now, days) });
  if (step === null) throw new Error('The booking was refused.');
  const { sessionId } = step.snapshot;
  const { notificationIds } = await world.activities.applyDecision({
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
  await world.activities.deliver(notificationIds);
  return sessionId;
}

async function texted(text: string, from = world.clinic.patients[1].phone): Promise<string> {
  const message = { providerMessageId: `SM${randomUUID()}`, from, text };
  const received = await world.db.app.withActor(anonymousActor('test', 'SMS'), (tx) => receiveSms(tx, message));
  return received.inboundId;
}

const applyReplies = async (): Promise<void> => {
  for (const { sessionId, message } of world.replies.splice(0)) {
    await world.activities.applyReply({ sessionId, message, attendance: 'UNKNOWN' });
  }
};
const tasks = () => world.rows('SELECT kind FROM tasks ORDER BY created_at');
const mailbox = (): string[] => world.providers.texts.map(({ body }) => body);

describe('an answer', () => {
  test('goes to the session that asked, and a repeated attempt goes nowhere else', async () => {
    const first = await asked(3);
    const inboundId = await texted('1');
    world.loseNextReply();
    await expect(world.activities.routeInbound(inboundId)).rejects.toThrow();
    await applyReplies();
    await asked(5);
    await world.activities.routeInbound(inboundId);
    const sessions = new Set(world.replies.map(({ sessionId }) => sessionId));
    expect([...sessions]).toEqual([first]);
    expect(await tasks()).toEqual([]);
  });

  test('of a session whose workflow is gone brings it back together with the answer', async () => {
    const sessionId = await asked(3);
    world.endWorkflows();
    await world.activities.routeInbound(await texted('2'));
    expect(world.replies).toMatchObject([{ sessionId, message: { intent: 'DECLINE' }, options: { resume: true } }]);
  });

  test('"ok thanks" after "2" is courtesy: a person reads it, and nothing is confirmed', async () => {
    await asked(3);
    await world.activities.routeInbound(await texted('2'));
    await applyReplies();
    await world.activities.routeInbound(await texted('ok thanks'));
    expect(world.replies).toEqual([]);
    expect((await tasks()).map(({ kind }) => kind)).toEqual(['DECLINED', 'UNREAD_SMS']);
  });

  test('1 after 2 counts, and the task about the decline is done', async () => {
    const sessionId = await asked(3);
    await world.activities.routeInbound(await texted('2'));
    await applyReplies();
    await world.activities.routeInbound(await texted('1'));
    await applyReplies();
    const rows = await world.rows('SELECT attendance FROM sessions WHERE id = $1::uuid', sessionId);
    expect(rows).toEqual([{ attendance: 'CONFIRMED' }]);
    expect(await world.rows(`SELECT kind, state FROM tasks`)).toEqual([{ kind: 'DECLINED', state: 'DONE' }]);
  });
});

test('each change of mind is answered, also the second one', async () => {
  const sessionId = await asked(3);
  for (const words of ['1', '3', '1', '3']) {
    await world.activities.routeInbound(await texted(words));
    await applyReplies();
  }
  const sql = `SELECT kind FROM notifications WHERE session_id = $1::uuid AND channel = 'SMS' ORDER BY session_version`;
  const kinds = (await world.rows(sql, sessionId)).map(({ kind }) => kind);
  expect(kinds.slice(-4)).toEqual(['CONFIRMED', 'CHANGE_REQUESTED', 'CONFIRMED', 'CHANGE_REQUESTED']);
});

test('the polite answer leaves also when nobody heard that it was queued, and then once', async () => {
  const inboundId = await texted('can I bring my dog?');
  await world.activities.routeInbound(inboundId);
  const before = mailbox().length;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await world.activities.deliver(await world.activities.routeInbound(inboundId));
  }
  expect(mailbox().slice(before)).toHaveLength(1);
});

test('an answer whose question cannot be found any more goes to people, and its sender hears so', async () => {
  await asked(3);
  const inboundId = await texted('2');
  await using superuser = await connected(world.db.superuserUrl);
  const sql = `UPDATE inbound_messages SET prompt_id = gen_random_uuid(), intent = 'DECLINE' WHERE id = $1`;
  await superuser.client.query(sql, [inboundId]);
  expect(await world.activities.routeInbound(inboundId)).toHaveLength(1);
  expect((await tasks()).map(({ kind }) => kind)).toEqual(['UNREAD_SMS']);
  expect(world.replies).toEqual([]);
});

describe('reconciling', () => {
  const older = async (inboundId: string, seconds: number): Promise<void> => {
    await using superuser = await connected(world.db.superuserUrl);
    const sql = `UPDATE inbound_messages SET received_at = now() - make_interval(secs => $2) WHERE id = $1`;
    await superuser.client.query(sql, [inboundId, seconds]);
  };

  test('takes up what was kept and never started, oldest first, and nothing else', async () => {
    const texts = [await texted('2'), await texted('STOP'), await texted('hello?'), await texted('1')];
    const [second, first, handled, fresh] = texts as [string, string, string, string];
    await older(second, 120);
    await older(first, 180);
    await older(handled, 240);
    await older(fresh, 30);
    await world.activities.routeInbound(handled);
    const after = await world.activities.resumeInbound(null);
    expect(world.startedTexts.map(([id]) => id)).toEqual([first, second]);
    expect(world.startedTexts.map(([, sid]) => sid)).toEqual([
      expect.stringMatching(/^SM/),
      expect.stringMatching(/^SM/),
    ]);
    expect(after).toBe(second);
    expect(await world.activities.resumeInbound(first)).toBe(second);
    expect(await world.activities.resumeInbound(second)).toBeNull();
  });
});

test('unclear words become a task, with one polite answer a day', async () => {
  await asked(3);
  const before = mailbox().length;
  for (const words of ['can I bring my dog?', 'and my cat?']) {
    await world.activities.deliver(await world.activities.routeInbound(await texted(words)));
  }
  expect((await tasks()).map(({ kind }) => kind)).toEqual(['UNREAD_SMS', 'UNREAD_SMS']);
  expect(mailbox().slice(before)).toHaveLength(1);
});

test('a number that opted out is not texted, also when it belongs to nobody', async () => {
  const stranger = '+15550109999';
  await world.activities.routeInbound(await texted('STOP', stranger));
  const before = mailbox().length;
  await world.activities.deliver(await world.activities.routeInbound(await texted('hello?', stranger)));
  expect(mailbox()).toHaveLength(before);
  const rows = await world.db.worker.withActor(systemActor('test'), (tx) =>
    tx.notification.findMany({ where: { sessionId: null, channel: 'SMS' }, select: { status: true } }),
  );
  expect(rows).toEqual([{ status: 'SUPPRESSED' }]);
});
