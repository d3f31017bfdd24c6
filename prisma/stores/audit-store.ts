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
  | 'export';

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
