import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { settleDelivery } from '../../../prisma/stores/delivery-store.js';
import { queuedFallbacks, waitingBeside } from '../../../prisma/stores/ladder-store.js';
import { cancelSession } from '../../../prisma/stores/session-store.js';
import { actorOf, type TestPatient } from '../../support/clinic.js';
import { cancelCommand } from './commands.js';
import { openTasksWorld, type TasksWorld } from './tasks-world.js';

let world: TasksWorld;
beforeAll(async () => {
  world = await openTasksWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

const someone = (): TestPatient => world.clinic.patients[1];
beforeEach(() => world.rows('UPDATE patients SET email = $2 WHERE id = $1', someone().id, someone().email));
const withoutEmail = () => world.rows('UPDATE patients SET email = NULL WHERE id = $1', someone().id);

const kinds = async (sessionId: string): Promise<string[]> => (await world.tasks(sessionId)).map(({ kind }) => kind);
const fail = async (sessionId: string, kind: string, channel: 'SMS' | 'EMAIL', code?: string) =>
  world.settle(
    await world.message(sessionId, kind, channel),
    channel === 'EMAIL' && code === undefined ? 'SUPPRESSED' : 'FAILED',
    code ?? (channel === 'SMS' ? '30003' : 'no_email'),
  );
const cancelled = async (sessionId: string): Promise<void> => {
  await world.db.worker.withActor(actorOf('SECRETARY', world.clinic.secretary.userId), (tx) =>
    cancelSession(tx, cancelCommand(sessionId)),
  );
};

/** Reminds as the timer does: by a text only. */
async function reminded(sessionId: string, channel = 'SMS'): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `INSERT INTO notifications (session_id, session_version, kind, channel, recipient, patient_id, occasion)
     SELECT id, version, 'REMINDER', $2, 'PATIENT', patient_id, 'REMINDER/180' FROM sessions WHERE id = $1 RETURNING id`,
    sessionId,
    channel,
  );
  return row?.id ?? '';
}

describe('a status change', () => {
  it('that arrives by email is no work for anybody', async () => {
    const sessionId = await world.approved();
    await world.settle(await world.message(sessionId, 'APPROVED', 'EMAIL'), 'SENT');
    const { providerId } = await world.settle(await world.message(sessionId, 'APPROVED', 'SMS'), 'SENT');
    expect(await world.receipt(providerId, 'FAILED', '30005')).toEqual({
      matched: true,
      sessionId,
      notificationIds: [],
    });
    expect(await kinds(sessionId)).toEqual([]);
  });

  it.each([
    ['text first', ['SMS', 'EMAIL']],
    ['email first', ['EMAIL', 'SMS']],
  ] as const)('that reaches nobody, %s, is one call to make', async (_, channels) => {
    await withoutEmail();
    const sessionId = await world.approved();
    for (const channel of channels) await fail(sessionId, 'APPROVED', channel);
    expect(await world.tasks(sessionId)).toMatchObject([
      { kind: 'UNDELIVERED', phone: someone().phone, text: 'text: not delivered (30003); email: no address' },
    ]);
  });

  it('that fails by both at once is one call to make', async () => {
    for (let round = 0; round < 5; round += 1) {
      const sessionId = await world.approved();
      await Promise.all([fail(sessionId, 'APPROVED', 'SMS'), fail(sessionId, 'APPROVED', 'EMAIL', '550')]);
      expect(await kinds(sessionId)).toEqual(['UNDELIVERED']);
    }
  });

  it('that another has overtaken, or that the patient has answered, is none', async () => {
    await withoutEmail();
    const overtaken = await world.approved();
    await fail(overtaken, 'BOOKED', 'EMAIL');
    await fail(overtaken, 'BOOKED', 'SMS');
    expect(await kinds(overtaken)).toEqual([]);
    const answered = await world.approved();
    await world.rows(`UPDATE sessions SET attendance = 'CONFIRMED' WHERE id = $1`, answered);
    await fail(answered, 'APPROVED', 'EMAIL');
    await fail(answered, 'APPROVED', 'SMS');
    expect(await kinds(answered)).toEqual([]);
  });

  it('about a session that is past is none', async () => {
    await withoutEmail();
    const sessionId = await world.approved();
    await world.rows(
      `UPDATE sessions SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' WHERE id = $1`,
      sessionId,
    );
    await fail(sessionId, 'APPROVED', 'EMAIL');
    await fail(sessionId, 'APPROVED', 'SMS');
    expect(await kinds(sessionId)).toEqual([]);
  });

  it('that calls a session off opens its own call, in place of the one before', async () => {
    await withoutEmail();
    const sessionId = await world.approved();
    await fail(sessionId, 'APPROVED', 'EMAIL');
    await fail(sessionId, 'APPROVED', 'SMS');
    await cancelled(sessionId);
    await fail(sessionId, 'CANCELLED', 'EMAIL');
    await fail(sessionId, 'CANCELLED', 'SMS');
    expect(await world.tasks(sessionId)).toMatchObject([
      { kind: 'UNDELIVERED', state: 'DONE' },
      { kind: 'UNDELIVERED', state: 'OPEN' },
    ]);
  });

  it('is one call, however many messages fail while that is open', async () => {
    await withoutEmail();
    const sessionId = await world.requested();
    await fail(sessionId, 'BOOKED', 'SMS');
    await fail(sessionId, 'BOOKED', 'EMAIL');
    expect(await kinds(sessionId)).toEqual(['UNDELIVERED']);
    await world.settle(await reminded(sessionId), 'FAILED', '30003');
    expect(await kinds(sessionId)).toEqual(['UNDELIVERED']);
  });

  it('that the patient made is none', async () => {
    await withoutEmail();
    const sessionId = await world.approved();
    await world.rows(
      `UPDATE status_history SET actor_role = 'PATIENT' WHERE session_id = $1 AND version = 2`,
      sessionId,
    );
    await fail(sessionId, 'APPROVED', 'EMAIL');
    await fail(sessionId, 'APPROVED', 'SMS');
    expect(await kinds(sessionId)).toEqual([]);
  });
});

describe('a reminder', () => {
  it('that fails as a text goes by email, once, and is handed on until it left', async () => {
    const sessionId = await world.approved();
    const text = await reminded(sessionId);
    const { providerId } = await world.settle(text, 'SENT');
    const taken = await world.receipt(providerId, 'FAILED', '30003');
    const [mail] = await world.rows<{ id: string; channel: string; occasion: string }>(
      'SELECT id, channel, occasion FROM notifications WHERE fallback_of = $1',
      text,
    );
    expect(mail).toMatchObject({ channel: 'EMAIL', occasion: 'REMINDER/180' });
    expect(taken).toEqual({ matched: true, sessionId, notificationIds: [mail?.id] });
    expect(await world.receipt(providerId, 'FAILED', '30003')).toMatchObject({ notificationIds: [] });
    expect(await world.asSystem((tx) => queuedFallbacks(tx, [text]))).toEqual([mail?.id]);
    await world.rows(`UPDATE notifications SET created_at = created_at - interval '2 minutes' WHERE id = $1`, mail?.id);
    const wanted = { after: null, olderThanSeconds: 60, youngerThanSeconds: null };
    const waiting = { notificationId: mail?.id, sessionId, taskId: null };
    expect(await world.asSystem((tx) => waitingBeside(tx, wanted))).toContainEqual(waiting);
    await world.settle(mail?.id ?? '', 'SENT');
    expect(await world.asSystem((tx) => waitingBeside(tx, wanted))).not.toContainEqual(waiting);
    expect(await kinds(sessionId)).toEqual([]);
  });

  it('that cannot be a text goes by email, and becomes a call where that fails too', async () => {
    const sessionId = await world.approved();
    const { fallbacks } = await world.settle(await reminded(sessionId), 'SUPPRESSED', 'no_usable_phone');
    expect(fallbacks).toHaveLength(1);
    await world.settle(fallbacks[0] ?? '', 'FAILED', '550');
    expect(await world.tasks(sessionId)).toMatchObject([
      { kind: 'UNDELIVERED', text: 'text: no number that may be texted; email: not delivered (550)' },
    ]);
  });

  it('is a call at once where there is no address', async () => {
    await withoutEmail();
    const sessionId = await world.approved();
    expect((await world.settle(await reminded(sessionId), 'FAILED', '30003')).fallbacks).toEqual([]);
    expect(await kinds(sessionId)).toEqual(['UNDELIVERED']);
  });

  it('by email alone is a call where that fails', async () => {
    const sessionId = await world.approved();
    await world.settle(await reminded(sessionId, 'EMAIL'), 'FAILED', '550');
    expect(await kinds(sessionId)).toEqual(['UNDELIVERED']);
  });

  it('of a session that was called off meanwhile goes nowhere', async () => {
    const sessionId = await world.approved();
    const text = await reminded(sessionId);
    await cancelled(sessionId);
    expect((await world.settle(text, 'FAILED', '30003')).fallbacks).toEqual([]);
    expect(await kinds(sessionId)).toEqual([]);
  });
});

describe('21610', () => {
  it('writes the ledger and one task, whatever else fails', async () => {
    const sessionId = await world.approved(2);
    const first = await reminded(sessionId);
    const { fallbacks } = await world.settle(first, 'FAILED', '21610');
    expect(fallbacks).toHaveLength(1);
    await world.settle(await world.message(sessionId, 'APPROVED', 'SMS'), 'FAILED', '21610');
    expect(await kinds(sessionId)).toEqual(['OPTED_OUT']);
    const ledger = await world.rows(
      `SELECT kind, source FROM consents WHERE phone = $1 AND kind = 'OPT_OUT'`,
      world.clinic.patients[2].phone,
    );
    expect(ledger).toEqual([{ kind: 'OPT_OUT', source: 'PROVIDER' }]);
  });
});

describe('receipts', () => {
  it('never go back', async () => {
    const sessionId = await world.approved();
    const text = await reminded(sessionId);
    const { providerId } = await world.settle(text, 'SENT');
    await world.receipt(providerId, 'DELIVERED');
    await world.receipt(providerId, 'SENT');
    expect(await world.receipt(providerId, 'FAILED', '30003')).toMatchObject({ notificationIds: [] });
    const [row] = await world.rows('SELECT status FROM notifications WHERE id = $1', text);
    expect(row).toEqual({ status: 'DELIVERED' });
    expect(await kinds(sessionId)).toEqual([]);
  });

  it('that come before the answer to the sending climb the ladder when that is settled', async () => {
    const sessionId = await world.approved();
    const text = await reminded(sessionId);
    const providerId = `SM-early-${text}`;
    expect(await world.receipt(providerId, 'FAILED', '30003')).toMatchObject({ matched: false, notificationIds: [] });
    const next = await world.asSystem((tx) =>
      settleDelivery(tx, { notificationId: text, status: 'SENT', providerId, errorCode: null }),
    );
    expect(next).toHaveLength(1);
  });
});
