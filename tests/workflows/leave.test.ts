import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Activities } from '../../activities/index.js';
import { createLeaveClient } from '../../workflows/leave/client.js';
import { leaveWorkflowId } from '../../workflows/leave/contract.js';
import { startReconcile } from '../../workflows/reconcile/client.js';
import { RECONCILE_WORKFLOW_ID } from '../../workflows/reconcile/contract.js';
import { createSessionClient } from '../../workflows/session/client.js';
import type { BookingRequest } from '../../workflows/session/contract.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

const actor = { id: randomUUID(), role: 'DOCTOR', channel: 'API', requestId: 'test' } as const;
const newClinic = () => createFakeClinic({ decisionMs: 600_000, sessionEndsMs: 1_200_000 });
const resultOf = (leaveId: string) => harness.client.workflow.getHandle(leaveWorkflowId(leaveId)).result();
const booking = (): BookingRequest => ({
  actor,
  doctorId: randomUUID(),
  patientId: randomUUID(),
  startsAt: '2027-03-01T09:00:00.000Z',
  durationMinutes: 30,
  roomId: null,
  telehealth: false,
  visitReason: null,
  note: null,
  bodyHash: 'body',
});

describe('leave workflow', () => {
  test('carries out every item once, however often it is asked to', async () => {
    const clinic = newClinic();
    const taskQueue = harness.newTaskQueue();
    const leaves = createLeaveClient({ client: harness.client, taskQueue });
    const [leaveId, items] = [randomUUID(), ['a', 'b', 'c', 'd', 'e']];
    clinic.leaves.set(leaveId, [...items]);
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await Promise.all(Array.from({ length: 5 }, () => leaves.carryOut(leaveId)));
    await resultOf(leaveId);
    expect(clinic.carriedOut.sort()).toEqual(items);
    await leaves.carryOut(leaveId);
    await resultOf(leaveId);
    expect(clinic.carriedOut).toHaveLength(items.length);
  });

  test('killed half way, goes on where it was; each session is called off once', async () => {
    const clinic = newClinic();
    const taskQueue = harness.newTaskQueue();
    const sessions = createSessionClient({ client: harness.client, taskQueue });
    const sessionOf = new Map(Array.from({ length: 4 }, () => [randomUUID() as string, randomUUID() as string]));
    const leaveId = randomUUID();
    clinic.leaves.set(leaveId, [...sessionOf.keys()]);
    let lost = 0;
    let answersLost = true;
    const activities: Activities = {
      ...clinic.activities,
      carryOutLeaveItem: async (input) => {
        const sessionId = sessionOf.get(input.itemId) ?? '';
        const message = { decisionId: input.itemId, actor, reason: null, version: null, bodyHash: 'body' };
        await sessions.cancel(sessionId, message);
        // The session is called off, and whoever did it dies before that is written down.
        if (answersLost && clinic.carriedOut.length >= 1) {
          lost += 1;
          throw new Error('killed');
        }
        await clinic.activities.carryOutLeaveItem(input);
      },
    };
    const first = await harness.startWorker(taskQueue, activities);
    for (const sessionId of sessionOf.values()) await sessions.book(sessionId, booking());
    await createLeaveClient({ client: harness.client, taskQueue }).carryOut(leaveId);
    // None is under way then: an attempt that is lost in the middle counts as running for its whole time.
    await waitFor(() => lost >= sessionOf.size - 1);
    await first[Symbol.asyncDispose]();
    answersLost = false;
    await using _second = await harness.startWorker(taskQueue, activities);
    await resultOf(leaveId);
    expect(clinic.carriedOut.sort()).toEqual([...sessionOf.keys()].sort());
    const applied = clinic.decisions.filter(({ state }) => state === 'APPLIED').map(({ decisionId }) => decisionId);
    expect(applied.sort()).toEqual([...sessionOf.keys()].sort());
    for (const sessionId of sessionOf.values()) expect(clinic.rows.get(sessionId)?.status).toBe('CANCELLED');
  });

  test('leaves to people what cannot be reached in time, and nothing waits for that', async () => {
    const clinic = newClinic();
    const taskQueue = harness.newTaskQueue();
    const leaves = createLeaveClient({ client: harness.client, taskQueue, giveUpAfterMs: 3_000 });
    const leaveId = randomUUID();
    const [stuck, items] = [
      ['a', 'd'],
      ['b', 'c', 'e', 'f', 'g', 'h', 'i', 'j', 'k'],
    ];
    for (const itemId of stuck) clinic.hopeless.add(itemId);
    clinic.leaves.set(leaveId, [...stuck, ...items].sort());
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await leaves.carryOut(leaveId);
    await waitFor(() => clinic.carriedOut.length === items.length, { describe: 'the others carried out' });
    expect(clinic.givenUp).toEqual([]);
    await resultOf(leaveId);
    expect(clinic.givenUp.sort()).toEqual(stuck);
    expect(clinic.carriedOut.sort()).toEqual(items);
  });

  test('goes on past as many stuck sessions as it calls off at a time', async () => {
    const clinic = newClinic();
    const taskQueue = harness.newTaskQueue();
    const leaves = createLeaveClient({ client: harness.client, taskQueue, giveUpAfterMs: 9_000 });
    const leaveId = randomUUID();
    const stuck = ['a', 'b', 'c', 'd', 'e'];
    for (const itemId of stuck) clinic.hopeless.add(itemId);
    clinic.leaves.set(leaveId, [...stuck, 'f']);
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await leaves.carryOut(leaveId);
    await waitFor(() => clinic.carriedOut.includes('f'), { timeoutMs: 8_500, describe: 'the last one carried out' });
    expect(clinic.givenUp).toEqual([]);
    await resultOf(leaveId);
    expect(clinic.givenUp.sort()).toEqual(stuck);
  });

  test('called off by an operator, it ends and gives nothing up', async () => {
    const clinic = newClinic();
    const taskQueue = harness.newTaskQueue();
    const leaveId = randomUUID();
    clinic.hopeless.add('a');
    clinic.leaves.set(leaveId, ['a', 'b']);
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await createLeaveClient({ client: harness.client, taskQueue }).carryOut(leaveId);
    await waitFor(() => clinic.carriedOut.includes('b'));
    await harness.client.workflow.getHandle(leaveWorkflowId(leaveId)).cancel();
    await expect(resultOf(leaveId)).rejects.toThrow(/cancelled/i);
    expect(clinic.givenUp).toEqual([]);
  });

  test('asked for while no worker runs, it is carried out after the next start', async () => {
    const clinic = newClinic();
    const taskQueue = harness.newTaskQueue();
    const leaveId = randomUUID();
    clinic.leaves.set(leaveId, ['a']);
    await createLeaveClient({ client: harness.client, taskQueue }).carryOut(leaveId);
    await using _worker = await harness.startWorker(taskQueue, clinic.activities);
    await resultOf(leaveId);
    expect(clinic.carriedOut).toEqual(['a']);
  });
});

test('reconciling goes through all unfinished leaves', async () => {
  const clinic = newClinic();
  const taskQueue = harness.newTaskQueue();
  clinic.queuedLeaves.push(randomUUID(), randomUUID());
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  await startReconcile({ client: harness.client, taskQueue });
  await harness.client.workflow.getHandle(RECONCILE_WORKFLOW_ID).result();
  expect(clinic.queuedLeaves).toEqual([]);
});
