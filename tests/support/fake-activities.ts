import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities/index.js';
import type { SessionStep } from '../../activities/session.js';
import type { ErrorCode } from '../../domain/errors.js';
import type { PlannedTimer } from '../../domain/session/plan-timers.js';
import type { SessionSnapshot } from '../../domain/session/types.js';
import { createFakePolicy, type FakePolicy } from './fake-policy.js';

/** Waits of the fake clinic, short enough for a test on a real clock. */
export interface FakeClinicTimes {
  decisionMs: number;
  sessionEndsMs: number;
}

export interface FakeClinic {
  activities: Activities;
  rows: Map<string, SessionSnapshot>;
  /** Every applied or refused message by decision id, in order. */
  decisions: { decisionId: string; state: SessionStep['state']; code: ErrorCode | null }[];
  delivered: string[];
  /** Account mails that were sent, and those that were given up, by id. */
  mails: { sent: string[]; abandoned: string[] };
  /** Account mails that wait for reconciling, by id. */
  queuedMails: string[];
  /** Leaves by id: what is to be done still. */
  leaves: Map<string, string[]>;
  /** Items of leaves that were carried out, in order. */
  carriedOut: string[];
  /** And those that were left to people. */
  givenUp: string[];
  /** Texts that wait for reconciling, by id. */
  queuedTexts: string[];
  /** Leaves that wait for reconciling, by id. */
  queuedLeaves: string[];
  policy: FakePolicy;
  /** What can never succeed: messages by decision id, account mails and items of leaves by their own. */
  hopeless: Set<string>;
  /** Doctors whose one slot is gone. */
  taken: Set<string>;
  /** Makes deliveries wait until it is called. */
  holdDeliveries(): () => void;
}

/** Activities over rows in memory, with the rules of the real ones as far as a workflow can tell. */
export function createFakeClinic(times: FakeClinicTimes): FakeClinic {
  const rows = new Map<string, SessionSnapshot>();
  const decisions: FakeClinic['decisions'] = [];
  const delivered: string[] = [];
  const taken = new Set<string>();
  const hopeless = new Set<string>();
  const mails: FakeClinic['mails'] = { sent: [], abandoned: [] };
  const queuedMails: string[] = [];
  const leaves: FakeClinic['leaves'] = new Map();
  const carriedOut: string[] = [];
  const givenUp: string[] = [];
  const queuedTexts: string[] = [];
  const queuedLeaves: string[] = [];
  const cancellations = new Map<string, SessionStep>();
  let gate: Promise<void> = Promise.resolve();
  const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

  const timersOf = (row: SessionSnapshot): PlannedTimer[] => {
    if (row.status === 'PENDING') return [{ kind: 'EXPIRE', at: row.decisionDueAt }];
    return row.status === 'APPROVED' ? [{ kind: 'COMPLETE', at: row.endsAt }] : [];
  };
  const step = (row: SessionSnapshot, code: ErrorCode | null = null): SessionStep => ({
    state: code === null ? 'APPLIED' : 'REFUSED',
    code,
    snapshot: { ...row },
    notificationIds: code === null ? [`${row.sessionId}:${row.version}`] : [],
    timers: timersOf(row),
  });
  const change = (
    sessionId: string,
    decisionId: string,
    from: readonly SessionSnapshot['status'][],
    to: Partial<SessionSnapshot>,
    code: ErrorCode,
  ): Promise<SessionStep> => {
    const row = rows.get(sessionId);
    if (!row) throw new Error(`no row ${sessionId}`);
    if (hopeless.has(decisionId)) throw ApplicationFailure.nonRetryable('no', 'forbidden');
    const allowed = from.includes(row.status);
    if (allowed) Object.assign(row, to, { version: row.version + 1 });
    const result = step(row, allowed ? null : code);
    decisions.push({ decisionId, state: result.state, code: result.code });
    return Promise.resolve(result);
  };

  const closeItem = (leaveId: string, itemId: string): void => {
    const open = leaves.get(leaveId) ?? [];
    leaves.set(
      leaveId,
      open.filter((other) => other !== itemId),
    );
  };

  const { policy, activities: policyActivities } = createFakePolicy(rows, step);
  const activities: Activities = {
    ...policyActivities,
    book: ({ sessionId, request }) => {
      if (taken.has(request.doctorId)) {
        const refusal = { code: 'slot_taken' as const, conflicts: ['doctor' as const], alternatives: [] };
        return Promise.resolve({ outcome: { kind: 'REFUSED', bodyHash: request.bodyHash, refusal }, step: null });
      }
      taken.add(request.doctorId);
      const row: SessionSnapshot = {
        sessionId,
        status: 'PENDING',
        attendance: 'UNKNOWN',
        version: 1,
        doctorId: request.doctorId,
        startsAt: request.startsAt,
        endsAt: inMs(times.sessionEndsMs),
        decisionDueAt: inMs(times.decisionMs),
      };
      rows.set(sessionId, row);
      return Promise.resolve({
        outcome: { kind: 'BOOKED', bodyHash: request.bodyHash, snapshot: { ...row } },
        step: step(row),
      });
    },
    loadSession: (sessionId) => {
      const row = rows.get(sessionId);
      if (!row) return Promise.resolve(null);
      return Promise.resolve({ outcome: { kind: 'BOOKED', bodyHash: 'body', snapshot: { ...row } }, step: step(row) });
    },
    applyDecision: ({ sessionId, message }) =>
      change(
        sessionId,
        message.decisionId,
        ['PENDING'],
        { status: message.verdict === 'APPROVE' ? 'APPROVED' : 'REJECTED' },
        'already_decided',
      ),
    applyReply: ({ sessionId, message }) =>
      change(sessionId, message.decisionId, ['APPROVED'], { attendance: 'CONFIRMED' }, 'invalid_transition'),
    applyCancel: async ({ sessionId, message: { decisionId, validUntil } }) => {
      const before = cancellations.get(decisionId);
      if (before) return before;
      const row = rows.get(sessionId);
      if (row && Date.parse(validUntil) < Date.now()) return step(row, 'temporarily_unavailable');
      const from = ['PENDING', 'APPROVED'] as const;
      const result = await change(sessionId, decisionId, from, { status: 'CANCELLED' }, 'invalid_transition');
      cancellations.set(decisionId, result);
      return result;
    },
    applyTimer: ({ sessionId, timer }) =>
      change(
        sessionId,
        `timer:${timer.kind}`,
        ['PENDING', 'APPROVED'],
        { status: timer.kind === 'EXPIRE' ? 'EXPIRED' : 'COMPLETED' },
        'invalid_transition',
      ),
    deliver: async (notificationIds) => {
      await gate;
      delivered.push(...notificationIds);
    },
    abandonDelivery: () => Promise.resolve(),
    routeInbound: () => Promise.resolve([]),
    sendAccountMail: async (mailId) => {
      await gate;
      if (hopeless.has(mailId)) throw ApplicationFailure.nonRetryable('no', 'forbidden');
      mails.sent.push(mailId);
    },
    abandonAccountMail: async (mailId) => void mails.abandoned.push(mailId),
    resumeOpenSessions: () => Promise.resolve(null),
    resumeAccountMails: async () => queuedMails.shift() ?? null,
    resumeLeaves: async () => queuedLeaves.shift() ?? null,
    resumeInbound: async () => queuedTexts.shift() ?? null,
    openLeaveItems: async ({ leaveId, after }) =>
      (leaves.get(leaveId) ?? [])
        .filter((itemId) => after === null || itemId > after)
        .sort()
        .slice(0, 2),
    carryOutLeaveItem: async ({ leaveId, itemId }) => {
      await gate;
      if (hopeless.has(itemId)) throw new Error('unreachable');
      carriedOut.push(itemId);
      closeItem(leaveId, itemId);
    },
    giveUpLeaveItem: async ({ leaveId, itemId }) => {
      givenUp.push(itemId);
      closeItem(leaveId, itemId);
    },
    forgetExpired: () => Promise.resolve(),
  };

  return {
    activities,
    rows,
    decisions,
    delivered,
    mails,
    queuedMails,
    leaves,
    carriedOut,
    givenUp,
    queuedTexts,
    queuedLeaves,
    policy,
    taken,
    hopeless,
    holdDeliveries() {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}
