import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { queuedAccountMails } from '../prisma/stores/account-mail-store.js';
import { purgeExpired } from '../prisma/stores/housekeeping-store.js';
import { unhandledInbound } from '../prisma/stores/inbound-store.js';
import { unfinishedLeaves } from '../prisma/stores/leave-store.js';
import { openSessionIds } from '../prisma/stores/session-store.js';
import type { AccountMailClient } from '../workflows/account-mail/client.js';
import type { InboundClient } from '../workflows/inbound/client.js';
import type { LeaveClient } from '../workflows/leave/client.js';
import type { SessionClient } from '../workflows/session/client.js';

export interface ReconcileDeps {
  db: Database;
  sessions: SessionClient;
  accountMails: AccountMailClient;
  leaves: LeaveClient;
  inbound: InboundClient;
}

const BATCH = 100;

/** Rows that are not over get their workflow back; one that runs already is left alone. */
export function createReconcileActivities(deps: ReconcileDeps) {
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

    /** Forgets keys, attempts and token families whose time is over. */
    async forgetExpired(): Promise<void> {
      await deps.db.withActor(systemActor('reconcile'), (tx) => purgeExpired(tx));
    },
  };
}
