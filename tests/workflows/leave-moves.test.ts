import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createLeaveActivities } from '../../activities/leave.js';
import { openLeave, type LeaveChoice } from '../../prisma/stores/leave-store.js';
import { createLeaveClient } from '../../workflows/leave/client.js';
import { leaveWorkflowId } from '../../workflows/leave/contract.js';
import { createSessionClient, type SessionClient } from '../../workflows/session/client.js';
import { atTen, createActivityWorld, type ActivityWorld } from '../integration/activities/world.js';
import { actorOf } from '../support/clinic.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';
import { waitFor } from '../support/wait-for.js';
import { decision, moveTo } from './session-world.js';

const HORIZON_DAYS = 500;

let harness: WorkflowHarness;
let world: ActivityWorld;
let sessions: SessionClient;
let taskQueue: string;
let worker: AsyncDisposable;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  world = await createActivityWorld();
  taskQueue = harness.newTaskQueue();
  sessions = createSessionClient({ client: harness.client, taskQueue });
  const leaves = createLeaveActivities({ db: world.db.worker, sessions, now: () => new Date() });
  worker = await harness.startWorker(taskQueue, { ...world.activities, ...leaves });
});
afterEach(async () => {
  await worker[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const doctor = () => actorOf('DOCTOR', world.clinic.doctors[0].userId);

async function approved(days: number, patient = 1): Promise<string> {
  const sessionId = randomUUID();
  const patientId = world.clinic.patients[patient]?.id ?? '';
  await sessions.book(sessionId, world.request({ startsAt: atTen(world.now, days), patientId }));
  await sessions.decide(sessionId, decision('APPROVE', { actor: doctor() }));
  await waitFor(async () => (await sessionOf(sessionId))?.['status'] === 'APPROVED', { describe: 'approved' });
  return sessionId;
}

const sessionOf = async (sessionId: string) =>
  (await world.rows('SELECT status, starts_at FROM sessions WHERE id = $1::uuid', sessionId))[0];
const movesOf = (sessionId: string) =>
  world.rows(
    'SELECT id, status, awaiting, starts_at FROM moves WHERE session_id = $1::uuid ORDER BY created_at',
    sessionId,
  );
const itemsOf = (leaveId: string) =>
  world.rows('SELECT state, code FROM leave_items WHERE leave_id = $1::uuid ORDER BY session_id', leaveId);

/** Closes whole days of the first doctor, as an exception does. */
async function close(fromDays: number, toDays: number): Promise<void> {
  const client = new pg.Client({ connectionString: world.db.superuserUrl });
  const day = (days: number): string => atTen(world.now, days).slice(0, 10);
  await client.connect();
  try {
    await client.query(
      `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind, reason) VALUES ($1, $2, $3, $4, 'CLOSED', 'ill')`,
      [randomUUID(), world.clinic.doctors[0].id, day(fromDays), day(toDays)],
    );
  } finally {
    await client.end();
  }
}

/** Has the doctor's choices carried out, to the end. */
async function carryOut(...items: LeaveChoice[]): Promise<string> {
  const leaveId = randomUUID();
  const doctorId = world.clinic.doctors[0].id;
  await world.db.app.withActor(doctor(), (tx) => openLeave(tx, { leaveId, doctorId, exceptionId: null, items }));
  await createLeaveClient({ client: harness.client, taskQueue }).carryOut(leaveId);
  await harness.client.workflow.getHandle(leaveWorkflowId(leaveId)).result();
  return leaveId;
}

describe('a session that a leave moves', () => {
  test('is proposed the wanted time, by the doctor to the patient', async () => {
    const sessionId = await approved(5);
    await close(5, 5);
    const startsAt = atTen(world.now, 8);
    const leaveId = await carryOut({ sessionId, action: 'MOVE', startsAt });
    expect(await itemsOf(leaveId)).toEqual([{ state: 'DONE', code: null }]);
    expect(await movesOf(sessionId)).toMatchObject([
      { status: 'PROPOSED', awaiting: 'PATIENT', starts_at: new Date(startsAt) },
    ]);
    expect(await sessionOf(sessionId)).toMatchObject({ status: 'APPROVED', starts_at: new Date(atTen(world.now, 5)) });
  });

  test('is proposed the nearest free time where none is named, and two of them are proposed two', async () => {
    const [first, second] = [await approved(5), await approved(6, 2)];
    await close(5, 6);
    await carryOut({ sessionId: first, action: 'MOVE' }, { sessionId: second, action: 'MOVE' });
    const times = [...(await movesOf(first)), ...(await movesOf(second))].map((row) =>
      (row['starts_at'] as Date).toISOString(),
    );
    expect(times).toHaveLength(2);
    expect(new Set(times).size).toBe(2);
    const closed = [5, 6].map((days) => atTen(world.now, days).slice(0, 10));
    for (const time of times) expect(closed).not.toContain(time.slice(0, 10));
  });

  test('is a task where there is no other time', async () => {
    const sessionId = await approved(5);
    await close(0, HORIZON_DAYS);
    const leaveId = await carryOut({ sessionId, action: 'MOVE' });
    expect(await itemsOf(leaveId)).toEqual([{ state: 'REFUSED', code: 'slot_not_bookable' }]);
    expect(await world.rows('SELECT kind FROM tasks WHERE session_id = $1::uuid', sessionId)).toEqual([
      { kind: 'NO_ALTERNATIVE' },
    ]);
  });

  test('keeps its time where only the proposed one is closed, and the proposal ends', async () => {
    const sessionId = await approved(5);
    const startsAt = atTen(world.now, 8);
    const proposal = moveTo(startsAt, { actor: actorOf('SECRETARY', world.clinic.secretary.userId) });
    expect(await sessions.move(sessionId, proposal)).toMatchObject({ state: 'APPLIED' });
    await close(8, 8);
    const leaveId = await carryOut({ sessionId, action: 'CANCEL', moveId: proposal.decisionId });
    expect(await itemsOf(leaveId)).toEqual([{ state: 'DONE', code: null }]);
    expect(await movesOf(sessionId)).toMatchObject([{ status: 'REJECTED' }]);
    expect(await sessionOf(sessionId)).toMatchObject({ status: 'APPROVED', starts_at: new Date(atTen(world.now, 5)) });
  });

  test('is proposed yet another time where the proposed one is closed', async () => {
    const sessionId = await approved(5);
    const proposal = moveTo(atTen(world.now, 8), { actor: doctor() });
    await sessions.move(sessionId, proposal);
    await close(8, 8);
    const startsAt = atTen(world.now, 9);
    await carryOut({ sessionId, action: 'MOVE', startsAt, moveId: proposal.decisionId });
    expect(await movesOf(sessionId)).toMatchObject([
      { status: 'WITHDRAWN' },
      { status: 'PROPOSED', starts_at: new Date(startsAt) },
    ]);
  });
});
