import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSessionClient } from '../../workflows/session/client.js';
import { sessionWorkflowId, stateQuery } from '../../workflows/session/contract.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createSessionWorld, decision, LONG, order, request } from './session-world.js';

let world: Awaited<ReturnType<typeof createSessionWorld>>;
beforeAll(async () => {
  world = await createSessionWorld();
});
afterAll(() => world.close());

const cancellation = () => ({ ...order(), reason: null });

describe('session workflow', () => {
  test('books once for ten equal calls, and gives the same answer later', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions }) => {
      const sessionId = randomUUID();
      const booking = request();
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => sessions.book(sessionId, booking)));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      expect(outcomes[0]).toMatchObject({ kind: 'BOOKED', snapshot: { sessionId, status: 'PENDING' } });
      expect(clinic.rows.size).toBe(1);
    });
  });

  test('a refusal completes the run and is remembered', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, statusOf }) => {
      const doctorId = randomUUID();
      clinic.taken.add(doctorId);
      const sessionId = randomUUID();
      const first = await sessions.book(sessionId, request(doctorId));
      expect(first).toMatchObject({ kind: 'REFUSED', refusal: { code: 'slot_taken', conflicts: ['doctor'] } });
      clinic.taken.clear();
      expect(await sessions.book(sessionId, request(doctorId))).toEqual(first);
      expect(await statusOf(sessionId)).toBe('COMPLETED');
    });
  });

  test('the first of forty rejections wins, each gets its answer, and the workflow ends', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, ended }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const clicks = Array.from({ length: 40 }, () => decision('REJECT'));
      const sent = await Promise.all(clicks.map((click) => sessions.decide(sessionId, click)));
      await ended(sessionId);
      const accepted = clicks.filter((_, index) => sent[index] === 'SENT').map((click) => click.decisionId);
      expect(clinic.decisions.map((entry) => entry.decisionId).sort()).toEqual(accepted.sort());
      expect(clinic.decisions.filter((entry) => entry.state === 'APPLIED')).toHaveLength(1);
    });
  });

  test('expires by its timer when nobody decides', async () => {
    await world.withClinic({ decisionMs: 700, sessionEndsMs: 60_000 }, async ({ clinic, sessions, ended }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('EXPIRED');
    });
  });

  test('an approved session drops its expiry and completes at its end', async () => {
    await world.withClinic({ decisionMs: 1_000, sessionEndsMs: 2_500 }, async ({ clinic, sessions, ended }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await sessions.decide(sessionId, decision('APPROVE'));
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('COMPLETED');
      expect(clinic.decisions.map((entry) => entry.decisionId)).not.toContain('timer:EXPIRE');
    });
  });

  test('cancel answers with the result, and after the end says so', async () => {
    await world.withClinic(LONG, async ({ sessions, ended }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      expect(await sessions.cancel(sessionId, cancellation())).toMatchObject({
        state: 'APPLIED',
        snapshot: { status: 'CANCELLED' },
      });
      await ended(sessionId);
      expect(await sessions.cancel(sessionId, cancellation())).toBe('ENDED');
      expect(await sessions.decide(sessionId, decision('APPROVE'))).toBe('ENDED');
      expect((await sessions.book(sessionId, request())).kind).toBe('BOOKED');
    });
  });

  test('a cancellation that came too late is made by the next attempt with the same id', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, booked }) => {
      const sessionId = await booked();
      const message = cancellation();
      clinic.late.add(message.decisionId);
      await expect(sessions.cancel(sessionId, message)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
      expect(clinic.decisions).toEqual([]);
      clinic.late.clear();
      expect(await sessions.cancel(sessionId, message)).toMatchObject({
        state: 'APPLIED',
        snapshot: { status: 'CANCELLED' },
      });
      expect(clinic.decisions).toHaveLength(1);
    });
  });

  test('five equal cancellations at once call it off once, and all hear so', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      // Held, so that the run is there for all of them.
      const release = clinic.holdDeliveries();
      const message = cancellation();
      const answers = await Promise.all(Array.from({ length: 5 }, () => sessions.cancel(sessionId, message)));
      release();
      for (const answer of answers) expect(answer).toMatchObject({ state: 'APPLIED' });
      expect(clinic.decisions).toHaveLength(1);
    });
  });

  test('a decision sent while no worker runs is applied after the next start', async () => {
    const clinic = createFakeClinic(LONG);
    const taskQueue = world.harness.newTaskQueue();
    const sessions = createSessionClient({ client: world.harness.client, taskQueue });
    const sessionId = randomUUID();
    {
      await using _first = await world.harness.startWorker(taskQueue, clinic.activities);
      await sessions.book(sessionId, request());
    }
    expect(await sessions.decide(sessionId, decision('APPROVE'))).toBe('SENT');
    await using _second = await world.harness.startWorker(taskQueue, clinic.activities);
    await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', {
      timeoutMs: 10_000,
      describe: 'decision applied',
    });
  });

  test('nothing is booked after the caller was told that it failed', async () => {
    const clinic = createFakeClinic(LONG);
    const taskQueue = world.harness.newTaskQueue();
    const sessions = createSessionClient({ client: world.harness.client, taskQueue });
    const sessionId = randomUUID();
    await expect(sessions.book(sessionId, request())).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await using _worker = await world.harness.startWorker(taskQueue, clinic.activities);
    const handle = world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
    await waitFor(async () => (await handle.describe()).status.name === 'FAILED', {
      timeoutMs: 15_000,
      describe: 'run failed',
    });
    expect(clinic.rows.size).toBe(0);
    expect(await sessions.book(sessionId, request())).toMatchObject({ kind: 'BOOKED' });
  });

  test('a slow provider holds up no decision, and the end waits for the delivery', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, ended, statusOf }) => {
      const release = clinic.holdDeliveries();
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await sessions.decide(sessionId, decision('REJECT'));
      await waitFor(() => clinic.rows.get(sessionId)?.status === 'REJECTED', {
        timeoutMs: 5_000,
        describe: 'rejected',
      });
      expect(await statusOf(sessionId)).toBe('RUNNING');
      release();
      await ended(sessionId);
      expect(clinic.delivered).toHaveLength(2);
    });
  });

  test('a message whose step can never succeed is refused, and the session goes on', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions, ended }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const bad = cancellation();
      clinic.hopeless.add(bad.decisionId);
      expect(await sessions.cancel(sessionId, bad)).toMatchObject({ state: 'REFUSED', code: 'forbidden' });
      await sessions.decide(sessionId, decision('REJECT'));
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('REJECTED');
    });
  });

  test('a message to a workflow that is gone brings it back from the row, in one call', async () => {
    await world.withClinic(LONG, async ({ clinic, sessions }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId)).terminate('test');
      const word = decision('APPROVE');
      expect(await sessions.decide(sessionId, word)).toBe('ENDED');
      expect(await sessions.decide(sessionId, word, { resume: true })).toBe('SENT');
      await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', { describe: 'decision applied' });
    });
  });

  test('resumes from the row and answers queries about it', async () => {
    await world.withClinic(LONG, async ({ sessions }) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const handle = world.harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
      await handle.terminate('test');
      await sessions.resume(sessionId);
      await waitFor(async () => (await handle.query(stateQuery)).snapshot !== null, {
        timeoutMs: 5_000,
        describe: 'state loaded',
      });
      const state = await handle.query(stateQuery);
      expect(state).toMatchObject({ snapshot: { sessionId, status: 'PENDING' }, queued: 0 });
      expect(state.nextTimers.map((timer) => timer.kind)).toEqual(['EXPIRE']);
    });
  });
});
