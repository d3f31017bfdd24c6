import type { Tx } from '../actor.js';
import type { NotificationChannel, NotificationKind, NotificationStatus } from '../../domain/notifications/types.js';
import type { SessionStatus } from '../../domain/session/types.js';
import { readPeople } from './session-sql.js';
import type { HistoryDetails, HistoryEntry, MessageView } from './session-types.js';

/** Every version of a session, oldest first; empty where it was deleted or the viewer may not see it. */
export async function sessionHistory(tx: Tx, sessionId: string): Promise<HistoryEntry[]> {
  const rows = await tx.statusHistory.findMany({ where: shown(sessionId), orderBy: { version: 'asc' } });
  const people = await readPeople(
    tx,
    rows.map((row) => row.actorId),
  );
  const [viewer] = await tx.$queryRaw<{ role: string | null }[]>`SELECT engine.acting_role() AS role`;
  const staff = viewer?.role !== 'PATIENT';
  return rows.map((row) => ({
    at: row.at.toISOString(),
    by: row.actorId === null ? null : (people.get(row.actorId) ?? null),
    kind: row.kind,
    from: row.fromStatus as SessionStatus | null,
    to: row.toStatus as SessionStatus,
    reason: staff ? row.reason : row.reasonCategory,
    channel: row.channel,
    version: row.version,
    ...(row.details === null ? {} : { details: row.details as HistoryDetails }),
  }));
}

/** What was said about a session, oldest first. A patient sees what went to them. */
export async function sessionMessages(tx: Tx, sessionId: string): Promise<MessageView[]> {
  const rows = await tx.notification.findMany({
    where: shown(sessionId),
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    kind: row.kind as NotificationKind,
    channel: row.channel as NotificationChannel,
    status: row.status as NotificationStatus,
    providerId: row.providerId,
    at: (row.deliveredAt ?? row.sentAt ?? row.createdAt).toISOString(),
  }));
}

const shown = (sessionId: string) => ({ sessionId, session: { deletedAt: null } });
