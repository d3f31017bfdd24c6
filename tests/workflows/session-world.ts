import { randomUUID } from 'node:crypto';
import { createSessionClient, type SessionClient, type Unsent } from '../../workflows/session/client.js';
import {
  sessionWorkflowId,
  type BookingRequest,
  type Command,
  type DecideMessage,
  type MoveMessage,
} from '../../workflows/session/contract.js';
import { createFakeClinic, type FakeClinic, type FakeClinicTimes } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

/** Longer than any test. */
export const LONG: FakeClinicTimes = { decisionMs: 3_600_000, sessionEndsMs: 7_200_000 };

export const doctor = { id: randomUUID(), role: 'DOCTOR', channel: 'API', requestId: 'test' } as const;
export const secretary = { id: randomUUID(), role: 'SECRETARY', channel: 'API', requestId: 'test' } as const;
export const admin = { id: randomUUID(), role: 'ADMIN', channel: 'API', requestId: 'test' } as const;

export const request = (doctorId: string = randomUUID()): BookingRequest => ({
  actor: secretary,
  doctorId,
  patientId: randomUUID(),
  startsAt: hoursAhead(1),
  durationMinutes: 30,
  roomId: null,
  telehealth: false,
  visitReason: null,
  note: null,
  bodyHash: 'body',
});

export const decision = (verdict: DecideMessage['verdict'], rest: Partial<DecideMessage> = {}): DecideMessage => ({
  decisionId: randomUUID(),
  actor: doctor,
  verdict,
  reason: verdict === 'REJECT' ? 'no' : null,
  category: null,
  version: null,
  bodyHash: 'body',
  ...rest,
});

export const order = (actor: Command['actor'] = secretary): Unsent<Command> => ({
  decisionId: randomUUID(),
  actor,
  version: null,
  bodyHash: 'body',
});

export const moveTo = (startsAt: string, rest: Partial<MoveMessage> = {}): Unsent<MoveMessage> => ({
  ...order(),
  startsAt,
  doctorId: null,
  roomId: null,
  reason: null,
  override: null,
  ...rest,
});

export function hoursAhead(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

export interface SessionStory {
  clinic: FakeClinic;
  sessions: SessionClient;
  taskQueue: string;
  statusOf(sessionId: string): Promise<string>;
  /** Resolves when the session's workflow has ended well. */
  ended(sessionId: string): Promise<true>;
  /** Books a session; an approved one on demand. */
  booked(wanted?: { approved: boolean }): Promise<string>;
}

/** Workflow tests of sessions over rows in memory, on the real server. */
export async function createSessionWorld() {
  const harness = await createWorkflowHarness();
  return {
    harness,
    close: () => harness.close(),
    /** Tells a story with a worker of its own. */
    async withClinic(times: FakeClinicTimes, story: (context: SessionStory) => Promise<void>): Promise<void> {
      const clinic = createFakeClinic(times);
      const taskQueue = harness.newTaskQueue();
      await using _worker = await harness.startWorker(taskQueue, clinic.activities);
      await story(storyOf(harness, clinic, taskQueue));
    },
  };
}

function storyOf(harness: WorkflowHarness, clinic: FakeClinic, taskQueue: string): SessionStory {
  const sessions = createSessionClient({ client: harness.client, taskQueue });
  const statusOf = async (sessionId: string): Promise<string> =>
    (await harness.client.workflow.getHandle(sessionWorkflowId(sessionId)).describe()).status.name;
  return {
    clinic,
    sessions,
    taskQueue,
    statusOf,
    ended: (sessionId) =>
      waitFor(async () => (await statusOf(sessionId)) === 'COMPLETED', {
        timeoutMs: 10_000,
        describe: 'workflow ended',
      }),
    async booked({ approved } = { approved: false }) {
      const sessionId = randomUUID();
      await sessions.book(sessionId, request());
      if (!approved) return sessionId;
      await sessions.decide(sessionId, decision('APPROVE'));
      await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', { describe: 'approved' });
      return sessionId;
    },
  };
}
