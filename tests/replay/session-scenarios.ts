import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createSessionClient, type SessionClient } from '../../workflows/session/client.js';
import {
  SESSION_WORKFLOW_TYPE,
  sessionWorkflowId,
  type BookingRequest,
  type Correction,
  type DecideMessage,
  type SessionInput,
} from '../../workflows/session/contract.js';
import type { FakeClinic, FakeClinicTimes } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { LONG, type Scenario } from './scenario.js';

const actor = { id: '00000000-0000-4000-8000-000000000001', role: 'DOCTOR', channel: 'API', requestId: 'r' } as const;
const secretary = { ...actor, role: 'SECRETARY' } as const;
const admin = { ...actor, role: 'ADMIN' } as const;

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

const decide = (verdict: DecideMessage['verdict'], subject: DecideMessage['subject'] = 'SESSION'): DecideMessage => ({
  decisionId: randomUUID(),
  actor,
  subject,
  verdict,
  reason: verdict === 'REJECT' ? 'no' : null,
  category: null,
  version: null,
  bodyHash: 'body',
});

const order = () => ({ decisionId: randomUUID(), actor: secretary, reason: null, version: null, bodyHash: 'body' });
const move = () => ({ ...order(), startsAt: '2027-03-02T09:00:00.000Z', doctorId: null, roomId: null, override: null });
const correction = <C extends Correction>(what: C) => ({
  ...order(),
  actor: admin,
  reason: 'why',
  override: null,
  ...what,
});

interface Story {
  sessions: SessionClient;
  id: string;
  clinic: FakeClinic;
  client: Client;
  taskQueue: string;
  /** Resolves when the newest run has ended. */
  ended(): Promise<unknown>;
}

function scenario(name: string, times: FakeClinicTimes, story: (story: Story) => Promise<unknown>): Scenario {
  return {
    name: `session.${name}`,
    times,
    async play({ client, taskQueue, clinic }) {
      const id = randomUUID();
      const workflowId = sessionWorkflowId(id);
      const sessions = createSessionClient({ client, taskQueue });
      const ended = (): Promise<unknown> => client.workflow.getHandle(workflowId).result();
      await story({ sessions, id, clinic, client, taskQueue, ended });
      return workflowId;
    },
  };
}

async function approved({ sessions, id }: Story): Promise<void> {
  await sessions.book(id, booking());
  await sessions.decide(id, decide('APPROVE'));
}

const REMINDED: FakeClinicTimes = {
  decisionMs: 60_000,
  sessionEndsMs: 3_000,
  reminders: [
    { offsetMinutes: 2_880, afterMs: 1_000 },
    { offsetMinutes: 180, afterMs: 1_500 },
  ],
};

/** One run for each way through a session's code. */
export const SESSION_SCENARIOS: Scenario[] = [
  scenario('refused', LONG, ({ sessions, id, clinic }) => {
    const request = booking();
    clinic.taken.add(request.doctorId);
    return sessions.book(id, request);
  }),
  scenario('rejected', LONG, async ({ sessions, id }) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('REJECT'));
  }),
  scenario('expired', { decisionMs: 500, sessionEndsMs: 60_000 }, ({ sessions, id }) => sessions.book(id, booking())),
  scenario('completed', { decisionMs: 60_000, sessionEndsMs: 2_000 }, async ({ sessions, id }) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('APPROVE'));
    await sessions.reply(id, { decisionId: randomUUID(), actor, promptId: null, intent: 'CONFIRM' });
  }),
  scenario('cancelled', LONG, async ({ sessions, id }) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('APPROVE'));
    await sessions.cancel(id, { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' });
  }),
  scenario('resumed', LONG, async ({ sessions, id, clinic }) => {
    clinic.rows.set(id, {
      sessionId: id,
      status: 'PENDING',
      attendance: 'UNKNOWN',
      version: 1,
      doctorId: randomUUID(),
      startsAt: '2027-03-01T09:00:00.000Z',
      endsAt: '2027-03-01T09:30:00.000Z',
      decisionDueAt: '2027-02-28T09:00:00.000Z',
      move: null,
    });
    await sessions.resume(id);
    await sessions.cancel(id, { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' });
  }),
  scenario('policyChanged', LONG, async ({ sessions, id, clinic }) => {
    await sessions.book(id, booking());
    clinic.policy.dueAt = new Date(Date.now() + 500).toISOString();
    await sessions.policyChanged(id, { version: 2 });
  }),
  /** From before `PATCHES.policyChanged`, when no session listened: goes when that does. */
  scenario('policyUnheard', LONG, async ({ sessions, id }) => {
    await sessions.book(id, booking());
    await sessions.policyChanged(id, { version: 2 });
    await sessions.decide(id, decide('REJECT'));
  }),
  scenario('moved', LONG, async (story) => {
    const { sessions, id } = story;
    await approved(story);
    await sessions.move(id, move());
    await sessions.decide(id, decide('APPROVE', 'MOVE'));
    await sessions.cancel(id, order());
  }),
  scenario('movedAtOnce', LONG, async ({ sessions, id }) => {
    await sessions.book(id, booking());
    await sessions.move(id, move());
    await sessions.decide(id, decide('REJECT'));
  }),
  scenario('moveLapsed', { ...LONG, moveMs: 500 }, async (story) => {
    const { sessions, id, clinic } = story;
    await approved(story);
    await sessions.move(id, move());
    await waitFor(() => clinic.rows.get(id)?.move === null, { describe: 'lapsed' });
    await sessions.cancel(id, order());
  }),
  scenario('closed', LONG, async (story) => {
    await approved(story);
    await story.sessions.close(story.id, { ...order(), verdict: 'NO_SHOW' });
  }),
  scenario('closedOtherwise', LONG, async (story) => {
    await approved(story);
    await story.sessions.close(story.id, { ...order(), verdict: 'NO_SHOW' });
    await story.ended();
    await story.sessions.close(story.id, { ...order(), verdict: 'COMPLETE' });
  }),
  scenario('reopened', LONG, async ({ sessions, id, ended }) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('REJECT'));
    await ended();
    await sessions.correct(id, correction({ kind: 'REOPEN' }));
    await sessions.correct(id, correction({ kind: 'AMEND', changes: { startsAt: '2027-03-03T09:00:00.000Z' } }));
    await sessions.correct(id, correction({ kind: 'DELETE' }));
  }),
  scenario('unknown', LONG, async ({ sessions, id }) => {
    await sessions.correct(id, correction({ kind: 'REOPEN' })).catch(() => undefined);
  }),
  scenario('delivered', LONG, async ({ sessions, id, clinic }) => {
    await sessions.book(id, booking());
    await sessions.deliver(id, ['beside']);
    await waitFor(() => clinic.delivered.includes('beside'), { describe: 'delivered' });
    await sessions.decide(id, decide('REJECT'));
  }),
  scenario('reminded', REMINDED, async (story) => {
    await approved(story);
    await story.ended();
  }),
  /** Started before sessions published their version: goes with `PATCHES.sessionVersion`. */
  scenario('versionUnpublished', LONG, async ({ sessions, id, client, taskQueue }) => {
    const validUntil = new Date(Date.now() + 10_000).toISOString();
    const input: SessionInput = { mode: 'book', sessionId: id, request: booking(), validUntil };
    await client.workflow.start(SESSION_WORKFLOW_TYPE, { workflowId: sessionWorkflowId(id), taskQueue, args: [input] });
    await sessions.policyChanged(id, { version: 0 });
    await sessions.decide(id, decide('REJECT'));
  }),
];
