import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPolicyChangeClient } from '../../workflows/policy-change/client.js';
import { policyChangeWorkflowId } from '../../workflows/policy-change/contract.js';
import { startReconcile } from '../../workflows/reconcile/client.js';
import { RECONCILE_WORKFLOW_ID } from '../../workflows/reconcile/contract.js';
import { createSessionClient, type SessionClient } from '../../workflows/session/client.js';
import { sessionWorkflowId, stateQuery, type BookingRequest } from '../../workflows/session/contract.js';
import { createFakeClinic, type FakeClinic, type FakeClinicTimes } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

const LONG = { decisionMs: 3_600_000, sessionEndsMs: 7_200_000 };
const actor = { id: randomUUID(), role: 'DOCTOR', channel: 'API', requestId: 'test' } as const;
const decision = { actor, reason: null, category: null, version: null, bodyHash: 'body' } as const;

const request = (): BookingRequest => ({
  actor,
  doctorId: randomUUID(),
  patientId: randomUUID(),
  startsAt: new Date(Date.now() + 3_600_000).toISOString(),
  durationMinutes: 30,
  roomId: null,
  telehealth: false,
  visitReason: null,
  note: null,
  bodyHash: 'body',
});

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

async function withClinic(
  times: FakeClinicTimes,
  story: (clinic: FakeClinic, sessions: SessionClient, taskQueue: string) => Promise<void>,
): Promise<void> {
  const clinic = createFakeClinic(times);
  const taskQueue = harness.newTaskQueue();
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  await story(clinic, createSessionClient({ client: harness.client, taskQueue }), taskQueue);
}

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const handleOf = (sessionId: string) => harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
const nextTimerOf = async (sessionId: string): Promise<string | undefined> =>
  (await handleOf(sessionId).query(stateQuery)).nextTimers[0]?.at;

async function told(clinic: FakeClinic, sessions: SessionClient, sessionId: string, dueAt: string): Promise<void> {
  clinic.policy.dueAt = dueAt;
  expect(await sessions.policyChanged(sessionId, { version: 2 })).toBe('SENT');
  await waitFor(async () => (await nextTimerOf(sessionId)) === dueAt, { describe: 'timers planned again' });
}

describe('a session that is told of a new policy', () => {
  test('expires earlier where the time to decide is shorter', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      clinic.policy.dueAt = inMs(700);
      await sessions.policyChanged(sessionId, { version: 2 });
      await handleOf(sessionId).result();
      expect(clinic.rows.get(sessionId)).toMatchObject({ status: 'EXPIRED', version: 3 });
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(String(clinic.policy.dueAt)));
      expect(clinic.delivered).toContain(`${sessionId}:2`);
    });
  });

  test('expires later where it is longer: the first time passes by', async () => {
    await withClinic({ decisionMs: 2_000, sessionEndsMs: 60_000 }, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const firstDueMs = Date.parse(String(clinic.rows.get(sessionId)?.decisionDueAt));
      await told(clinic, sessions, sessionId, new Date(firstDueMs + 1_500).toISOString());
      await waitFor(() => Date.now() > firstDueMs + 500, { describe: 'the first time passed' });
      expect(clinic.rows.get(sessionId)?.status).toBe('PENDING');
      await handleOf(sessionId).result();
      expect(clinic.rows.get(sessionId)?.status).toBe('EXPIRED');
      expect(clinic.decisions.map(({ state }) => state)).toEqual(['APPLIED']);
    });
  });

  test('is left alone when it is decided, also where both arrive at once', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      clinic.policy.dueAt = inMs(300);
      await sessions.decide(sessionId, { ...decision, decisionId: randomUUID(), verdict: 'APPROVE' });
      await sessions.policyChanged(sessionId, { version: 2 });
      await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', { describe: 'approved' });
      await waitFor(() => Date.now() > Date.parse(String(clinic.policy.dueAt)) + 500, { describe: 'the time passed' });
      expect(clinic.rows.get(sessionId)).toMatchObject({ status: 'APPROVED', version: 2 });
      expect(await nextTimerOf(sessionId)).toBe(clinic.rows.get(sessionId)?.endsAt);
    });
  });

  test('stays as it is where the policy says the same', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      const before = { ...clinic.rows.get(sessionId) };
      await sessions.policyChanged(sessionId, { version: 2 });
      await waitFor(async () => (await handleOf(sessionId).query(stateQuery)).queued === 0, { describe: 'taken' });
      expect(clinic.rows.get(sessionId)).toEqual(before);
      expect(await nextTimerOf(sessionId)).toBe(before.decisionDueAt);
    });
  });

  test('is not brought back from its end, whichever way it is told', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await sessions.decide(sessionId, { ...decision, decisionId: randomUUID(), verdict: 'REJECT', reason: 'no' });
      await handleOf(sessionId).result();
      clinic.policy.dueAt = inMs(300);
      expect(await sessions.policyChanged(sessionId, { version: 2 })).toBe('ENDED');
      expect(await sessions.policyChanged(sessionId, { version: 2 }, { resume: true })).toBe('SENT');
      await handleOf(sessionId).result();
      expect(clinic.rows.get(sessionId)).toMatchObject({ status: 'REJECTED', version: 2 });
    });
  });

  test('gets its workflow back where that was missing', async () => {
    await withClinic(LONG, async (clinic, sessions) => {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      await handleOf(sessionId).terminate('test');
      clinic.policy.dueAt = inMs(500);
      expect(await sessions.policyChanged(sessionId, { version: 2 }, { resume: true })).toBe('SENT');
      await handleOf(sessionId).result();
      expect(clinic.rows.get(sessionId)?.status).toBe('EXPIRED');
    });
  });
});

describe('the workflow of a policy change', () => {
  const start = async (taskQueue: string, version: number): Promise<void> =>
    createPolicyChangeClient({ client: harness.client, taskQueue, settleMs: 100 }).tell(version);

  test('goes through all batches, then through what was booked meanwhile, and is done once', async () => {
    await withClinic(LONG, async (clinic, _sessions, taskQueue) => {
      const version = randomInt(1_000_000_000);
      clinic.policy.batchEnds.push('a', 'b');
      await Promise.all([start(taskQueue, version), start(taskQueue, version), start(taskQueue, version)]);
      await harness.client.workflow.getHandle(policyChangeWorkflowId(version)).result();
      const round = (sinceChange: boolean) => [null, 'a', 'b'].map((after) => ({ version, after, sinceChange }));
      expect(clinic.policy.rounds).toEqual([...round(false), ...round(true)]);
      expect(clinic.policy.settled).toEqual([version]);
    });
  });

  test('waits for a worker', async () => {
    const clinic = createFakeClinic(LONG);
    const taskQueue = harness.newTaskQueue();
    const version = randomInt(1_000_000_000);
    await start(taskQueue, version);
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await waitFor(() => clinic.policy.settled.includes(version), { timeoutMs: 10_000, describe: 'told' });
  });

  test('is started by reconciling where it was lost', async () => {
    await withClinic(LONG, async (clinic, _sessions, taskQueue) => {
      clinic.policy.untold = 7;
      await startReconcile({ client: harness.client, taskQueue });
      await harness.client.workflow.getHandle(RECONCILE_WORKFLOW_ID).result();
      expect(clinic.policy.resumed).toEqual([7]);
    });
  });
});
