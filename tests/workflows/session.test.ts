import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSessionClient, type SessionClient } from '../../workflows/session/client.js';
import {
  sessionWorkflowId,
  stateQuery,
  type BookingRequest,
  type DecideMessage,
} from '../../workflows/session/contract.js';
import { createFakeClinic, type FakeClinic } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

const LONG = { decisionMs: 3_600_000, sessionEndsMs: 7_200_000 };
const actor = { id: randomUUID(), role: 'DOCTOR', channel: 'API', requestId: 'test' } as const;

const request = (doctorId: string = randomUUID()): BookingRequest => ({
  actor,
  doctorId,
  patientId: randomUUID(),
  startsAt: new Date(Date.now() + 3_600_000).toISOString(),
  durationMinutes: 30,
  roomId: null,
  telehealth: false,
  visitReason: null,
  note: null,
  bodyHash: 'body',
});

const decision = (verdict: DecideMessage['verdict']): DecideMessage => ({
  decisionId: randomUUID(),
  actor,
  verdict,
  reason: verdict === 'REJECT' ? 'no' : null,
  category: null,
  version: null,
  bodyHash: 'body',
});

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

async function withClinic(
  times: Parameters<typeof createFakeClinic>[0],
  story: (clinic: FakeClinic, sessions: SessionClient, taskQueue: string) => Promise<void>,
): Promise<void> {
  const clinic = createFakeClinic(times);
  const taskQueue = harness.newTaskQueue();
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  await story(clinic, createSessionClient({ client: harness.client, taskQueue }), taskQueue);
}

const statusOf = async (sessionId: string): Promise<string> =>
  (await harness.client.workflow.getHandle(sessionWorkflowId(sessionId)).describe()).status.name;
const ended = (sessionId: string): Promise<true> =>
  waitFor(async () => (await statusOf(sessionId)) === 'COMPLETED', { timeoutMs: 10_000, describe: 'workflow ended' });

describe('session workflow', () => {
  test('books once for ten equal calls, and gives the same answer later', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      const booking = request();
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => sessions.book(sessionId, booking)));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      expect(outcomes[0]).toMatchObject({ kind: 'BOOKED', snapshot: { sessionId, status: 'PENDING' } });
      expect(clinic.rows.size).toBe(1);
    });
  });

  test('a refusal completes the run and is remembered', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
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
    await withClinic(LONG, async (clinic, sessions) => {
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
    await withClinic({ decisionMs: 700, sessionEndsMs: 60_000 }, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('EXPIRED');
    });
  });

  test('an approved session drops its expiry and completes at its end', async () => {
    await withClinic({ decisionMs: 1_000, sessionEndsMs: 2_500 }, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await sessions.decide(sessionId, decision('APPROVE'));
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('COMPLETED');
      expect(clinic.decisions.map((entry) => entry.decisionId)).not.toContain('timer:EXPIRE');
    });
  });

  test('cancel answers with the result, and after the end says so', async () => {
    await withClinic(LONG, async (_clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const cancel = () => ({ decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' });
      expect(await sessions.cancel(sessionId, cancel())).toMatchObject({
        state: 'APPLIED',
        snapshot: { status: 'CANCELLED' },
      });
      await ended(sessionId);
      expect(await sessions.cancel(sessionId, cancel())).toBe('ENDED');
      expect(await sessions.decide(sessionId, decision('APPROVE'))).toBe('ENDED');
      expect((await sessions.book(sessionId, request())).kind).toBe('BOOKED');
    });
  });

  test('a cancellation that came too late is made by the next attempt with the same id', async () => {
    const clinic = createFakeClinic(LONG);
    const taskQueue = harness.newTaskQueue();
    const sessions = createSessionClient({ client: harness.client, taskQueue });
    const sessionId = randomUUID();
    let late = true;
    await using _worker = await harness.startWorker(taskQueue, {
      ...clinic.activities,
      applyCancel: ({ message, ...step }) => {
        const validUntil = late ? new Date(0).toISOString() : message.validUntil;
        return clinic.activities.applyCancel({ ...step, message: { ...message, validUntil } });
      },
    });
    await sessions.book(sessionId, request());
    const message = { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' };
    await expect(sessions.cancel(sessionId, message)).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(clinic.decisions).toEqual([]);
    late = false;
    expect(await sessions.cancel(sessionId, message)).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'CANCELLED' },
    });
    expect(clinic.decisions).toHaveLength(1);
  });

  test('five equal cancellations at once call it off once, and all hear so', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      // Held, so that the run is there for all of them.
      const release = clinic.holdDeliveries();
      const message = { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' };
      const answers = await Promise.all(Array.from({ length: 5 }, () => sessions.cancel(sessionId, message)));
      release();
      for (const answer of answers) expect(answer).toMatchObject({ state: 'APPLIED' });
      expect(clinic.decisions).toHaveLength(1);
    });
  });

  test('a decision sent while no worker runs is applied after the next start', async () => {
    const clinic = createFakeClinic(LONG);
    const taskQueue = harness.newTaskQueue();
    const sessions = createSessionClient({ client: harness.client, taskQueue });
    const sessionId = randomUUID();
    {
      await using _first = await harness.startWorker(taskQueue, clinic.activities);
      await sessions.book(sessionId, request());
    }
    expect(await sessions.decide(sessionId, decision('APPROVE'))).toBe('SENT');
    await using _second = await harness.startWorker(taskQueue, clinic.activities);
    await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', {
      timeoutMs: 10_000,
      describe: 'decision applied',
    });
  });

  test('nothing is booked after the caller was told that it failed', async () => {
    const clinic = createFakeClinic(LONG);
    const taskQueue = harness.newTaskQueue();
    const sessions = createSessionClient({ client: harness.client, taskQueue });
    const sessionId = randomUUID();
    await expect(sessions.book(sessionId, request())).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await waitFor(async () => (await statusOf(sessionId)) === 'FAILED', { timeoutMs: 15_000, describe: 'run failed' });
    expect(clinic.rows.size).toBe(0);
    expect(await sessions.book(sessionId, request())).toMatchObject({ kind: 'BOOKED' });
  });

  test('a slow provider holds up no decision, and the end waits for the delivery', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
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
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const bad = { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' };
      clinic.hopeless.add(bad.decisionId);
      expect(await sessions.cancel(sessionId, bad)).toMatchObject({ state: 'REFUSED', code: 'forbidden' });
      await sessions.decide(sessionId, decision('REJECT'));
      await ended(sessionId);
      expect(clinic.rows.get(sessionId)?.status).toBe('REJECTED');
    });
  });

  test('a message to a workflow that is gone brings it back from the row, in one call', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await harness.client.workflow.getHandle(sessionWorkflowId(sessionId)).terminate('test');
      const word = decision('APPROVE');
      expect(await sessions.decide(sessionId, word)).toBe('ENDED');
      expect(await sessions.decide(sessionId, word, { resume: true })).toBe('SENT');
      await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', { describe: 'decision applied' });
    });
  });

  test('resumes from the row and answers queries about it', async () => {
    await withClinic(LONG, async (_clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const handle = harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
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
