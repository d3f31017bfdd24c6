import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createAccountMailClient } from '../../workflows/account-mail/client.js';
import { accountMailWorkflowId } from '../../workflows/account-mail/contract.js';
import { createInboundClient } from '../../workflows/inbound/client.js';
import { createLeaveClient } from '../../workflows/leave/client.js';
import { leaveWorkflowId } from '../../workflows/leave/contract.js';
import { createPolicyChangeClient } from '../../workflows/policy-change/client.js';
import { policyChangeWorkflowId } from '../../workflows/policy-change/contract.js';
import { startReconcile } from '../../workflows/reconcile/client.js';
import { RECONCILE_WORKFLOW_ID } from '../../workflows/reconcile/contract.js';
import { createSessionClient, type SessionClient } from '../../workflows/session/client.js';
import { sessionWorkflowId, type BookingRequest, type DecideMessage } from '../../workflows/session/contract.js';
import type { FakeClinic, FakeClinicTimes } from '../support/fake-activities.js';

const LONG: FakeClinicTimes = { decisionMs: 3_600_000, sessionEndsMs: 7_200_000 };
const actor = { id: '00000000-0000-4000-8000-000000000001', role: 'DOCTOR', channel: 'API', requestId: 'r' } as const;

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

const decide = (verdict: DecideMessage['verdict']): DecideMessage => ({
  decisionId: randomUUID(),
  actor,
  verdict,
  reason: verdict === 'REJECT' ? 'no' : null,
  category: null,
  version: null,
  bodyHash: 'body',
});

export interface Scenario {
  /** File name of the history; the part before the dot is the workflow type. */
  name: string;
  times: FakeClinicTimes;
  /** Plays the run and returns its workflow id; the history is fetched when the run has ended. */
  play(context: { client: Client; taskQueue: string; clinic: FakeClinic }): Promise<string>;
}

function sessionScenario(
  name: string,
  times: FakeClinicTimes,
  story: (sessions: SessionClient, sessionId: string, clinic: FakeClinic) => Promise<unknown>,
): Scenario {
  return {
    name: `session.${name}`,
    times,
    async play({ client, taskQueue, clinic }) {
      const sessionId = randomUUID();
      await story(createSessionClient({ client, taskQueue }), sessionId, clinic);
      return sessionWorkflowId(sessionId);
    },
  };
}

function accountMailScenario(name: string, prepare?: (clinic: FakeClinic, mailId: string) => unknown): Scenario {
  return {
    name: `accountMail.${name}`,
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      const mailId = randomUUID();
      prepare?.(clinic, mailId);
      await createAccountMailClient({ client, taskQueue }).deliver(mailId);
      return accountMailWorkflowId(mailId);
    },
  };
}

/** `stuck` are the items that cannot be reached: as many of them as go at a time make the next one wait. */
function leaveScenario(name: string, items: string[], stuck: string[] = []): Scenario {
  return {
    name: `leave.${name}`,
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      const leaveId = randomUUID();
      clinic.leaves.set(leaveId, items);
      for (const itemId of stuck) clinic.hopeless.add(itemId);
      await createLeaveClient({ client, taskQueue, giveUpAfterMs: 7_000 }).carryOut(leaveId);
      return leaveWorkflowId(leaveId);
    },
  };
}

/** One run for each way through the workflows' code. */
export const SCENARIOS: Scenario[] = [
  sessionScenario('refused', LONG, (sessions, id, clinic) => {
    const request = booking();
    clinic.taken.add(request.doctorId);
    return sessions.book(id, request);
  }),
  sessionScenario('rejected', LONG, async (sessions, id) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('REJECT'));
  }),
  sessionScenario('expired', { decisionMs: 500, sessionEndsMs: 60_000 }, (sessions, id) =>
    sessions.book(id, booking()),
  ),
  sessionScenario('completed', { decisionMs: 60_000, sessionEndsMs: 2_000 }, async (sessions, id) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('APPROVE'));
    await sessions.reply(id, { decisionId: randomUUID(), actor, promptId: null, intent: 'CONFIRM' });
  }),
  sessionScenario('cancelled', LONG, async (sessions, id) => {
    await sessions.book(id, booking());
    await sessions.decide(id, decide('APPROVE'));
    await sessions.cancel(id, { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' });
  }),
  sessionScenario('resumed', LONG, async (sessions, id, clinic) => {
    clinic.rows.set(id, {
      sessionId: id,
      status: 'PENDING',
      attendance: 'UNKNOWN',
      version: 1,
      doctorId: randomUUID(),
      startsAt: '2027-03-01T09:00:00.000Z',
      endsAt: '2027-03-01T09:30:00.000Z',
      decisionDueAt: '2027-02-28T09:00:00.000Z',
    });
    await sessions.resume(id);
    await sessions.cancel(id, { decisionId: randomUUID(), actor, reason: null, version: null, bodyHash: 'body' });
  }),
  sessionScenario('policyChanged', LONG, async (sessions, id, clinic) => {
    await sessions.book(id, booking());
    clinic.policy.dueAt = new Date(Date.now() + 500).toISOString();
    await sessions.policyChanged(id, { version: 2 });
  }),
  /** From before `PATCHES.policyChanged`, when no session listened: goes when that does. */
  sessionScenario('policyUnheard', LONG, async (sessions, id) => {
    await sessions.book(id, booking());
    await sessions.policyChanged(id, { version: 2 });
    await sessions.decide(id, decide('REJECT'));
  }),
  {
    name: 'policyChange.told',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.policy.batchEnds.push('a', 'b');
      // Of another number than other runs on the server have.
      const version = Date.now();
      await createPolicyChangeClient({ client, taskQueue, settleMs: 200 }).tell(version);
      return policyChangeWorkflowId(version);
    },
  },
  {
    name: 'inbound.answered',
    times: LONG,
    async play({ client, taskQueue }) {
      const providerMessageId = `SM${randomUUID()}`;
      await createInboundClient({ client, taskQueue }).handle(randomUUID(), providerMessageId);
      return `sms/${providerMessageId}`;
    },
  },
  leaveScenario('carriedOut', ['a', 'b', 'c']),
  leaveScenario('abandoned', ['a', 'b', 'c', 'd', 'e', 'f'], ['a', 'b', 'c', 'd', 'e']),
  accountMailScenario('sent'),
  accountMailScenario('abandoned', (clinic, mailId) => clinic.hopeless.add(mailId)),
  {
    /** From before `PATCHES.reconcileAccountMails`: goes when that does. */
    name: 'reconcile.done',
    times: LONG,
    async play({ client, taskQueue }) {
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcilePolicyChange`: goes when that does. */
    name: 'reconcile.accountMails',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.queuedMails.push(randomUUID());
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcileLeaves`: goes when that does. */
    name: 'reconcile.policyChange',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.policy.untold = 2;
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    /** From before `PATCHES.reconcileInbound`: goes when that does. */
    name: 'reconcile.leaves',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.queuedLeaves.push(randomUUID());
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
  {
    name: 'reconcile.inbound',
    times: LONG,
    async play({ client, taskQueue, clinic }) {
      clinic.queuedTexts.push(randomUUID());
      await startReconcile({ client, taskQueue });
      return RECONCILE_WORKFLOW_ID;
    },
  },
];
