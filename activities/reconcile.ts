import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { queuedAccountMails } from '../prisma/stores/account-mail-store.js';
import { purgeExpired } from '../prisma/stores/housekeeping-store.js';
import { unhandledInbound } from '../prisma/stores/inbound-store.js';
import { unfinishedLeaves } from '../prisma/stores/leave-store.js';
import { openSessionIds, sessionVersions } from '../prisma/stores/session-store.js';
import type { AccountMailClient } from '../workflows/account-mail/client.js';
import type { InboundClient } from '../workflows/inbound/client.js';
import type { LeaveClient } from '../workflows/leave/client.js';
import type { SessionClient } from '../workflows/session/client.js';
import type { SessionRun, SessionRuns } from '../workflows/session/runs/client.js';

export interface ReconcileDeps {
  db: Database;
  sessions: SessionClient;
  sessionRuns: SessionRuns;
  now: () => Date;
  accountMails: AccountMailClient;
  leaves: LeaveClient;
  inbound: InboundClient;
}

const BATCH = 100;
/** Younger runs may still be booking. */
const BOOKING_MS = 60_000;

/** Rows that are not over get their workflow back; one that runs already is left alone. */
export function createReconcileActivities(deps: ReconcileDeps) {
  async function mend(run: SessionRun, rowVersion: number | undefined): Promise<void> {
    const isBooking = deps.now().getTime() - run.startedAt.getTime() < BOOKING_MS;
    if (rowVersion === undefined && !isBooking) await deps.sessionRuns.abandon(run);
    // The word of a policy makes it read its row; which one does not matter.
    if (rowVersion !== undefined && rowVersion !== run.version)
      await deps.sessions.policyChanged(run.sessionId, { version: 0 });
  }

  return {
    /** Handles one batch after the given session id; returns where to go on, or null at the end. */
    async resumeOpenSessions(after: string | null): Promise<string | null> {
      const ids = await deps.db.withActor(systemActor('reconcile'), (tx) =>
        openSessionIds(tx, { after, limit: BATCH }),
      );
      for (const id of ids) await deps.sessions.resume(id);
      return ids.length < BATCH ? null : (ids.at(-1) ?? null);
    },

    /** The same for mails about accounts that have not left. */
    async resumeAccountMails(after: string | null): Promise<string | null> {
      const ids = await deps.db.withActor(systemActor('reconcile'), (tx) => queuedAccountMails(tx, after));
      for (const id of ids) await deps.accountMails.deliver(id);
      return ids.at(-1) ?? null;
    },

    /** The same for leaves that are not finished. */
    async resumeLeaves(after: string | null): Promise<string | null> {
      const ids = await deps.db.withActor(systemActor('reconcile'), (tx) => unfinishedLeaves(tx, after));
      for (const id of ids) await deps.leaves.carryOut(id);
      return ids.at(-1) ?? null;
    },

    /** The same for texts that were kept and whose workflow was never started, oldest first. */
    async resumeInbound(after: string | null): Promise<string | null> {
      const texts = await deps.db.withActor(systemActor('reconcile'), (tx) => unhandledInbound(tx, after));
      for (const { id, providerMessageId } of texts) await deps.inbound.handle(id, providerMessageId);
      return texts.at(-1)?.id ?? null;
    },

    /**
     * The other way round, for a database that was restored to an older state: a run without a session ends, one that knows
     * another version than the row looks at the row again.
     */
    async mendSessionRuns(): Promise<void> {
      for await (const runs of deps.sessionRuns.batches(BATCH)) {
        const ids = runs.map(({ sessionId }) => sessionId);
        const versions = await deps.db.withActor(systemActor('reconcile'), (tx) => sessionVersions(tx, ids));
        for (const run of runs) await mend(run, versions.get(run.sessionId));
      }
    },

    /** Forgets keys, attempts and token families whose time is over. */
    async forgetExpired(): Promise<void> {
      await deps.db.withActor(systemActor('reconcile'), (tx) => purgeExpired(tx));
    },
  };
}
