import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities/index.js';
import type { SessionSnapshot } from '../../domain/session/types.js';
import { createFakePolicy, type FakePolicy } from './fake-policy.js';
import { createFakeSessionRows, type FakeClinicTimes, type FakeSessionRows } from './fake-session-rows.js';
import { createFakeSessionSteps } from './fake-session-steps.js';

export type { FakeClinicTimes } from './fake-session-rows.js';

export interface FakeClinic {
  activities: Activities;
  rows: Map<string, SessionSnapshot>;
  decisions: FakeSessionRows['decisions'];
  delivered: string[];
  /** How often runs were compared with their rows. */
  mendings: { count: number };
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
  /** Tasks whose posts were drawn, by id. */
  shownTasks: string[];
  /** Leaves that wait for reconciling, by id. */
  queuedLeaves: string[];
  policy: FakePolicy;
  /** What can never succeed: messages by decision id, account mails and items of leaves by their own. */
  hopeless: Set<string>;
  /** Commands that reach the database too late, by decision id. */
  late: Set<string>;
  /** Doctors whose one slot is gone. */
  taken: Set<string>;
  /** Makes deliveries wait until it is called. */
  holdDeliveries(): () => void;
}

/** Activities over rows in memory, with the rules of the real ones as far as a workflow can tell. */
export function createFakeClinic(times: FakeClinicTimes): FakeClinic {
  const sessionRows = createFakeSessionRows(times);
  const { rows, decisions, hopeless, late, step } = sessionRows;
  const delivered: string[] = [];
  const mendings = { count: 0 };
  const taken = new Set<string>();
  const mails: FakeClinic['mails'] = { sent: [], abandoned: [] };
  const queuedMails: string[] = [];
  const leaves: FakeClinic['leaves'] = new Map();
  const carriedOut: string[] = [];
  const givenUp: string[] = [];
  const queuedTexts: string[] = [];
  const shownTasks: string[] = [];
  const queuedLeaves: string[] = [];
  let gate: Promise<void> = Promise.resolve();

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
    ...createFakeSessionSteps(sessionRows, times, taken),
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
    mendSessionRuns: async () => void (mendings.count += 1),
    forgetExpired: () => Promise.resolve(),
    showTask: async (taskId) => {
      await gate;
      if (hopeless.has(taskId)) throw ApplicationFailure.nonRetryable('no', 'forbidden');
      shownTasks.push(taskId);
    },
    abandonTaskPost: () => Promise.resolve(),
  };

  return {
    activities,
    rows,
    decisions,
    delivered,
    mendings,
    mails,
    queuedMails,
    leaves,
    carriedOut,
    givenUp,
    queuedTexts,
    shownTasks,
    queuedLeaves,
    policy,
    taken,
    hopeless,
    late,
    holdDeliveries() {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}
