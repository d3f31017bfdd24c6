import { systemActor } from '../domain/actor.js';
import { renewedDecisionDue } from '../domain/session/plan-timers.js';
import type { Announcement } from '../domain/notifications/types.js';
import type { Database, Tx } from '../prisma/actor.js';
import {
  decisionBasis,
  markPolicyTold,
  policyProgress,
  renewDecisionDue,
  sessionsUnderPolicy,
} from '../prisma/stores/policy-store.js';
import type { StoredStep } from '../prisma/stores/session-commands.js';
import type { PolicyChangeClient } from '../workflows/policy-change/client.js';
import type { SessionClient } from '../workflows/session/client.js';
import type { SessionStep } from './session.js';
import { createTimerSteps } from './timers.js';

export interface PolicyDeps {
  db: Database;
  now: () => Date;
  sessions: SessionClient;
  policyChanges: PolicyChangeClient;
}

interface TellInput {
  version: number;
  after: string | null;
  sinceChange: boolean;
}

const BATCH = 100;
/** Signals on their way at once: enough to hide the way to the server, too few to crowd it. */
const AT_ONCE = 10;
/** The doctor's card is rendered again with its new time. */
const CARD: Announcement[] = [{ kind: 'BOOKED', channel: 'SLACK', recipient: 'DOCTOR' }];

/** The steps of `workflows/policy-change`, and a session's own when it is told. */
export function createPolicyActivities({ db, now, sessions, policyChanges }: PolicyDeps) {
  const asSystem = <T>(requestId: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
    db.withActor(systemActor(requestId), fn);
  const timers = createTimerSteps({ now });

  return {
    /** Takes the present policy's values for what still lies ahead of a session; nothing changes where they are the same. */
    applyPolicy: ({ sessionId }: { sessionId: string; version: number }): Promise<SessionStep> =>
      asSystem(`session/${sessionId}`, async (tx) => timers.plan(await follow(tx, sessionId, now().getTime()))),

    /** Tells the batch after the given session id; returns where to go on, null at the end or where the policy is a newer one. */
    async tellSessionsOfPolicy({ version, after, sinceChange }: TellInput): Promise<string | null> {
      const ids = await asSystem(`policy/${version}`, async (tx) =>
        (await policyProgress(tx))?.version === version
          ? sessionsUnderPolicy(tx, { after, limit: BATCH, sinceChange })
          : [],
      );
      for (let first = 0; first < ids.length; first += AT_ONCE) {
        const some = ids.slice(first, first + AT_ONCE);
        await Promise.all(some.map((id) => sessions.policyChanged(id, { version }, { resume: true })));
      }
      return ids.length < BATCH ? null : (ids.at(-1) ?? null);
    },

    settlePolicyChange: (version: number): Promise<void> =>
      asSystem(`policy/${version}`, (tx) => markPolicyTold(tx, version)),

    /** A change that open sessions were not told of, since whoever made it could not start the workflow, is told now. */
    async resumePolicyChange(): Promise<void> {
      const progress = await asSystem('reconcile', (tx) => policyProgress(tx));
      if (progress !== null && !progress.isTold) await policyChanges.tell(progress.version);
    },
  };
}

async function follow(tx: Tx, sessionId: string, nowMs: number): Promise<StoredStep> {
  const { snapshot, basis, policy } = await decisionBasis(tx, sessionId);
  const unchanged: StoredStep = { state: 'APPLIED', code: null, snapshot, notificationIds: [], basis };
  // A suggestion's time counts for the request too, and a request whose time has been given anew keeps what it was given.
  if (snapshot.status !== 'PENDING' || snapshot.move !== null) return unchanged;
  const decisionDueAt = renewedDecisionDue({
    bookedAtMs: Date.parse(basis.createdAt),
    startsAtMs: Date.parse(snapshot.startsAt),
    currentDueMs: Date.parse(snapshot.decisionDueAt),
    nowMs,
    policy,
  });
  if (decisionDueAt === snapshot.decisionDueAt) return unchanged;
  return renewDecisionDue(tx, { sessionId, decisionDueAt, policyVersion: policy.version, announcements: CARD });
}
