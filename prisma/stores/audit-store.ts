import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** What changes no row and is recorded all the same; the closed list of the database. */
export type AuditEventKind = 'export' | 'read';
export type AuditEntity =
  | 'user'
  | 'patient'
  | 'doctor'
  | 'room'
  | 'availability'
  | 'policy'
  | 'session'
  | 'move'
  | 'task'
  | 'consent'
  | 'auth'
  | 'export'
  | 'audit';

export interface AuditEvent {
  kind: AuditEventKind;
  entity: AuditEntity;
  entityId: string | null;
  /** No personal data. */
  details?: Record<string, unknown>;
}

/** Records an event as the transaction's actor. For reads and exports: commit it before anything is handed out. */
export async function recordAuditEvent(tx: Tx, event: AuditEvent): Promise<void> {
  await callEngine(tx, 'audit_event', event);
}

/**
 * Deletes what the audit keeps of a person's values, by the id of their account or patient record; for SYSTEM by the
 * owner's login. Entries and proofs stay as they are. Returns how many values went.
 */
export async function eraseAuditValues(tx: Tx, personId: string): Promise<number> {
  return callEngine<number>(tx, 'erase_audit_values', { personId });
}

/** Whether the newest record of an export is in the tree. */
export async function isLastExportSealed(tx: Tx): Promise<boolean> {
  const last = await tx.auditEntry.findFirst({
    where: { action: 'export' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return last !== null && (await tx.auditLeaf.findUnique({ where: { entryId: last.id } })) !== null;
}
