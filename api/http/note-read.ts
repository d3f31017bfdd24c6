import type { Role } from '../../domain/actor.js';
import type { Tx } from '../../prisma/actor.js';
import { recordAuditEvent } from '../../prisma/stores/audit-store.js';

/** Reads of patient data by staff are audited before they are answered; patients read their own unseen. */
export async function noteRead(
  tx: Tx,
  role: Role,
  read: { entity: 'patient' | 'session'; entityId: string } | { entity: 'patient' | 'session'; listed: number },
): Promise<void> {
  if (role === 'PATIENT') return;
  const { entity } = read;
  if ('entityId' in read) await recordAuditEvent(tx, { kind: 'read', entity, entityId: read.entityId });
  else await recordAuditEvent(tx, { kind: 'read', entity, entityId: null, details: { listed: read.listed } });
}
