import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { exportAudit } from '../../prisma/audit/export-audit.js';
import { isLastExportSealed, recordAuditEvent } from '../../prisma/stores/audit-store.js';
import { createProgressLine } from '../audit/progress-line.js';
import { asOperator } from './audit-head.js';
import { operator, type AuditPlace } from './audit-place.js';

export interface ExportWish {
  file: string;
  withValues: boolean;
}

const SEAL_WAIT_MS = 3_000;
const SEAL_LOOK_MS = 100;

/** Writes the sealed audit as one file that can be verified without us, and returns words about it. */
export async function exportAuditTo(
  { ownerDatabaseUrl }: AuditPlace,
  { file, withValues }: ExportWish,
): Promise<string> {
  const details = { what: 'audit', withValues };
  // Recorded for good before anything leaves.
  await asOperator(ownerDatabaseUrl, (tx) =>
    recordAuditEvent(tx, { kind: 'export', entity: 'export', entityId: null, details }),
  );
  await lastExportSealed(ownerDatabaseUrl);
  let fraction = 0;
  let leaves = 0;
  const progress = createProgressLine(() => fraction);
  const text = exportAudit({
    ...{ url: ownerDatabaseUrl, actor: operator(), withValues },
    onProgress(done, total) {
      leaves = done;
      fraction = total === 0 ? 1 : done / total;
      progress.show(done);
    },
  });
  await pipeline(text, createWriteStream(`${file}.part`, { mode: 0o600 })).finally(progress.end);
  await rename(`${file}.part`, file);
  return `${leaves} entries are in ${file}. Whoever has the public keys checks it with: npx tsx bin/audit-verify.ts`;
}

/** A moment for the sealer, so that the file tells of itself; without a worker it is made all the same. */
async function lastExportSealed(url: string): Promise<void> {
  const giveUpAt = performance.now() + SEAL_WAIT_MS;
  while (performance.now() < giveUpAt) {
    if (await asOperator(url, isLastExportSealed)) return;
    await pause(SEAL_LOOK_MS);
  }
}
