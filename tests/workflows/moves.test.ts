import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sessionWorkflowId, stateQuery } from '../../workflows/session/contract.js';
import { waitFor } from '../support/wait-for.js';
import { createSessionWorld, decision, doctor, hoursAhead, LONG, moveTo, secretary } from './session-world.js';

let world: Awaited<ReturnType<typeof createSessionWorld>>;
beforeAll(async () => {
  world = await createSessionWorld();
});
afterAll(() => world.close());

const onMove = { subject: 'MOVE' } as const;

describe('a session that is moved', () => {
  test('at once while it is a request, and its new time is the one that is waited for', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked();
      const startsAt = hoursAhead(5);
      expect(await sessions.move(sessionId, moveTo(startsAt))).toMatchObject({
        state: 'APPLIED',
        snapshot: { startsAt, move: null, version: 2 },
      });
      expect(clinic.rows.get(sessionId)?.startsAt).toBe(startsAt);
    });
  });

  test('by a proposal that keeps the old time until it is approved', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked({ approved: true });
      const before = clinic.rows.get(sessionId)?.startsAt;
      const startsAt = hoursAhead(5);
      expect(await sessions.move(sessionId, moveTo(startsAt))).toMatchObject({
        snapshot: { startsAt: before, status: 'APPROVED', move: { awaiting: 'DOCTOR', startsAt } },
      });
      expect(await sessions.move(sessionId, moveTo(hoursAhead(6)))).toMatchObject({
        state: 'REFUSED',
        code: 'invalid_transition',
      });
      expect(await sessions.decide(sessionId, decision('APPROVE', onMove))).toBe('SENT');
      await waitFor(() => clinic.rows.get(sessionId)?.startsAt === startsAt, { describe: 'moved' });
      expect(clinic.rows.get(sessionId)).toMatchObject({ status: 'APPROVED', move: null });
    });
  });

  test.each(['REJECT', 'WITHDRAW'] as const)('not by a proposal that ends by %s', async (verdict) => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked({ approved: true });
      const before = clinic.rows.get(sessionId)?.startsAt;
      await sessions.move(sessionId, moveTo(hoursAhead(5)));
      await sessions.decide(sessionId, decision(verdict, onMove));
      await waitFor(() => clinic.rows.get(sessionId)?.move === null, { describe: 'proposal over' });
      expect(clinic.rows.get(sessionId)).toMatchObject({ status: 'APPROVED', startsAt: before });
    });
  });

  test('not by a proposal that lapses, after which another one can be made', async () => {
    await world.withClinic({ ...LONG, moveMs: 500 }, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked({ approved: true });
      const before = clinic.rows.get(sessionId)?.startsAt;
      await sessions.move(sessionId, moveTo(hoursAhead(5)));
      await waitFor(() => clinic.rows.get(sessionId)?.move === null, { describe: 'proposal lapsed' });
      expect(clinic.rows.get(sessionId)?.startsAt).toBe(before);
      expect(await sessions.move(sessionId, moveTo(hoursAhead(6)))).toMatchObject({ state: 'APPLIED' });
    });
  });

  test('once by five equal commands at the same time, and all hear so', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked({ approved: true });
      const message = moveTo(hoursAhead(5));
      const answers = await Promise.all(Array.from({ length: 5 }, () => sessions.move(sessionId, message)));
      for (const answer of answers) expect(answer).toMatchObject({ state: 'APPLIED', snapshot: { version: 3 } });
      expect(clinic.decisions.filter(({ decisionId }) => decisionId === message.decisionId)).toHaveLength(1);
    });
  });

  test('on request of the doctor while it is a request awaits the patient, and is withdrawn by the rejection', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked, ended }) => {
      const sessionId = await booked();
      const message = moveTo(hoursAhead(5), { actor: doctor });
      expect(await sessions.move(sessionId, message)).toMatchObject({ snapshot: { move: { awaiting: 'PATIENT' } } });
      await sessions.decide(sessionId, decision('REJECT'));
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)).toMatchObject({ status: 'REJECTED', move: null });
    });
  });

  test('by whoever was told to ask again, and not before', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked();
      const message = moveTo(hoursAhead(5));
      clinic.late.add(message.decisionId);
      await expect(sessions.move(sessionId, message)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
      expect(clinic.decisions).toEqual([]);
      clinic.late.clear();
      expect(await sessions.move(sessionId, message)).toMatchObject({ state: 'APPLIED', snapshot: { version: 2 } });
    });
  });

  test('is told that it is over, or brought back from its row with the message', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked, ended }) => {
      const sessionId = await booked();
      await world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId)).terminate('test');
      const message = moveTo(hoursAhead(5));
      expect(await sessions.move(sessionId, message)).toBe('ENDED');
      expect(await sessions.move(sessionId, message, { resume: true })).toMatchObject({ state: 'APPLIED' });
      await sessions.decide(sessionId, decision('REJECT'));
      await ended(sessionId);
      const late = await sessions.move(sessionId, moveTo(hoursAhead(6)), { resume: true });
      expect(late).toMatchObject({ state: 'REFUSED', code: 'invalid_transition' });
      expect(clinic.rows.get(sessionId)?.version).toBe(3);
    });
  });

  test('goes on as a new run with the proposal open', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked({ approved: true });
      const startsAt = hoursAhead(5);
      await sessions.move(sessionId, moveTo(startsAt));
      const handle = world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
      const first = (await handle.describe()).runId;
      // The server suggests a new run at 4 MB.
      for (let message = 0; message < 6; message += 1) {
        const word = decision('APPROVE', { decisionId: randomUUID(), reason: 'x'.repeat(900_000) });
        await sessions.decide(sessionId, word);
        await waitFor(() => clinic.decisions.some(({ decisionId }) => decisionId === word.decisionId), {
          describe: 'heard',
        });
      }
      await waitFor(async () => (await handle.describe()).runId !== first, { timeoutMs: 20_000, describe: 'new run' });
      expect((await handle.describe()).historyLength).toBeLessThan(60);
      await waitFor(async () => (await handle.query(stateQuery)).snapshot?.move?.startsAt === startsAt, {
        describe: 'proposal known to the new run',
      });
      await sessions.decide(sessionId, decision('APPROVE', { ...onMove, actor: secretary }));
      await waitFor(() => clinic.rows.get(sessionId)?.startsAt === startsAt, { describe: 'moved' });
    });
  });
});
