import { lastAnchor } from '../../platform/audit/anchor-file.js';
import { rotateAuditKey, publicKeyFile } from '../../platform/audit/key-file.js';
import { createDatabase } from '../../prisma/client.js';
import { eraseAuditValues } from '../../prisma/stores/audit-store.js';
import { readTreeHead } from '../../prisma/views/audit-proof-view.js';
import type { Tx } from '../../prisma/actor.js';
import { operator, type AuditPlace } from './audit-place.js';

/** The newest signed head as JSON, with how many entries are covered outside the database. */
export async function showAuditHead({ ownerDatabaseUrl, anchorFile }: AuditPlace): Promise<string> {
  const head = await asOperator(ownerDatabaseUrl, (tx) => readTreeHead(tx));
  if (head === null) throw new Error('Nothing has been sealed yet: a worker seals within a second of its start.');
  const anchored = anchorFile === undefined ? null : await lastAnchor(anchorFile);
  return JSON.stringify({ ...head, anchoredSize: anchored?.treeSize ?? 0 }, null, 2);
}

/** Makes a new key that signs from now on, and returns words about it. */
export async function rotateKey(keyFile: string): Promise<string> {
  const kid = await rotateAuditKey(keyFile);
  return `${kid} signs tree heads from now on; the worker sees it by itself.

The public keys, old ones too, are in ${publicKeyFile(keyFile)}: give that file to every API and to whoever verifies.`;
}

/** Deletes what the audit keeps of a person's values, and returns words about it. */
export async function eraseFromAudit({ ownerDatabaseUrl }: AuditPlace, personId: string): Promise<string> {
  const erased = await asOperator(ownerDatabaseUrl, (tx) => eraseAuditValues(tx, personId));
  return `${erased} values were erased. The entries stand as commitments, and every proof stays valid.`;
}

/** In one transaction as SYSTEM, by the owner's login. */
export async function asOperator<T>(url: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const db = await createDatabase({ url, poolSize: 1, allowOwner: true, expectedRole: 'clinic_owner' });
  try {
    return await db.withActor(operator(), work);
  } finally {
    await db.close();
  }
}
