import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sessionWorkflowId, stateQuery, type Correction } from '../../workflows/session/contract.js';
import { waitFor } from '../support/wait-for.js';
import { admin, createSessionWorld, decision, doctor, hoursAhead, LONG, order } from './session-world.js';

let world: Awaited<ReturnType<typeof createSessionWorld>>;
beforeAll(async () => {
  world = await createSessionWorld();
});
afterAll(() => world.close());

const correction = <C extends Correction>(what: C) => ({
  ...order(admin),
  reason: 'by mistake',
  override: null,
  ...what,
});

describe('a session that is closed', () => {
  test('answers with the result, ends, and is corrected after its end', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked, ended }) => {
      const sessionId = await booked({ approved: true });
      expect(await sessions.close(sessionId, { ...order(doctor), verdict: 'NO_SHOW' })).toMatchObject({
        state: 'APPLIED',
        snapshot: { status: 'NO_SHOW' },
      });
      await ended(sessionId);
      expect(await sessions.close(sessionId, { ...order(doctor), verdict: 'COMPLETE' })).toMatchObject({
        state: 'APPLIED',
        snapshot: { status: 'COMPLETED' },
      });
      expect(await sessions.close(sessionId, { ...order(doctor), verdict: 'COMPLETE' })).toMatchObject({
        state: 'REFUSED',
        code: 'invalid_transition',
      });
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('COMPLETED');
    });
  });

  test('by many at once is closed by the first, and the others hear why not, whatever run takes them', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked({ approved: true });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sessions.close(sessionId, { ...order(doctor), verdict: 'COMPLETE' })),
      );
      expect(answers.filter(({ state }) => state === 'APPLIED')).toHaveLength(1);
      expect(clinic.rows.get(sessionId)?.version).toBe(3);
    });
  });
});

describe('a session that is corrected', () => {
  test('is reopened after its end, and waits for its decision again', async () => {
    await world.withClinic(LONG, async ({ sessions, booked, ended, statusOf }) => {
      const sessionId = await booked();
      await sessions.decide(sessionId, decision('REJECT'));
      await ended(sessionId);
      const message = correction({ kind: 'REOPEN' });
      expect(await sessions.correct(sessionId, message)).toMatchObject({ snapshot: { status: 'PENDING' } });
      expect(await statusOf(sessionId)).toBe('RUNNING');
      const handle = world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
      expect((await handle.query(stateQuery)).nextTimers.map(({ kind }) => kind)).toEqual(['EXPIRE']);
      // Asked again with the same id it is not done twice.
      expect(await sessions.correct(sessionId, message)).toMatchObject({ snapshot: { version: 3 } });
    });
  });

  test('is amended at once', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked();
      const startsAt = hoursAhead(9);
      await sessions.correct(sessionId, correction({ kind: 'AMEND', changes: { startsAt, status: 'APPROVED' } }));
      expect(clinic.rows.get(sessionId)).toMatchObject({ startsAt, status: 'APPROVED' });
    });
  });

  test('ends when it is deleted', async () => {
    await world.withClinic(LONG, async ({ sessions, booked, ended }) => {
      const sessionId = await booked();
      await sessions.correct(sessionId, correction({ kind: 'DELETE' }));
      await ended(sessionId);
    });
  });

  test('is told to be unknown where there is none', async () => {
    await world.withClinic(LONG, async ({ sessions }) => {
      const wanted = sessions.correct(randomUUID(), correction({ kind: 'REOPEN' }));
      await expect(wanted).rejects.toMatchObject({ code: 'not_found' });
    });
  });
});

describe('rows that were written beside a session', () => {
  test('are delivered while it goes on and after its end, each once', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked, ended }) => {
      const sessionId = await booked();
      await sessions.deliver(sessionId, ['one']);
      await waitFor(() => clinic.delivered.includes('one'), { describe: 'delivered' });
      await sessions.decide(sessionId, decision('REJECT'));
      await ended(sessionId);
      await sessions.deliver(sessionId, ['two']);
      await ended(sessionId);
      await waitFor(() => clinic.delivered.includes('two'), { describe: 'delivered after the end' });
      expect(clinic.delivered.filter((id) => id === 'one' || id === 'two')).toEqual(['one', 'two']);
    });
  });
});

describe('reminders', () => {
  test('come in the order of their times, and none after the session was called off', async () => {
    const reminders = [
      { offsetMinutes: 180, afterMs: 2_000 },
      { offsetMinutes: 2_880, afterMs: 1_400 },
      { offsetMinutes: 60, afterMs: 4_000 },
    ];
    await world.withClinic({ ...LONG, reminders }, async ({ clinic, sessions, booked, ended }) => {
      const sessionId = await booked({ approved: true });
      const fired = () => clinic.decisions.map(({ decisionId }) => decisionId).filter((id) => id.startsWith('timer:'));
      await waitFor(() => fired().length === 2, { timeoutMs: 10_000, describe: 'two reminders' });
      expect(fired()).toEqual(['timer:REMINDER/2880', 'timer:REMINDER/180']);
      await waitFor(() => clinic.delivered.includes(`${sessionId}:REMINDER/180`), { describe: 'delivered' });
      expect(clinic.delivered.filter((id) => id.includes('REMINDER'))).toEqual(
        ['REMINDER/2880', 'REMINDER/180'].map((key) => `${sessionId}:${key}`),
      );
      await sessions.cancel(sessionId, { ...order(), reason: null });
      await ended(sessionId);
      expect(fired()).toHaveLength(2);
    });
  });
});
