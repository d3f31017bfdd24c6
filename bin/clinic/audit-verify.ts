import type { AuditProblem } from '../../domain/audit/audit-problem.js';
import { readAnchors } from '../../platform/audit/anchor-file.js';
import { createAuditKeys } from '../../platform/audit/key-file.js';
import { verifyAudit } from '../../prisma/audit/verify-audit.js';
import { createProgressLine } from '../audit/progress-line.js';
import { operator, type AuditPlace } from './audit-place.js';

async function* none(): AsyncGenerator<never> {}

/** Checks the whole audit, the first bad entry first, and returns the exit code: 0 when all is well, 1 otherwise. */
export async function verifyAuditHere({ ownerDatabaseUrl, keyFile, anchorFile }: AuditPlace): Promise<number> {
  let fraction = 0;
  const progress = createProgressLine(() => fraction);
  const result = await verifyAudit({
    url: ownerDatabaseUrl,
    actor: operator(),
    keys: { keys: await createAuditKeys(keyFile).published() },
    anchors: anchorFile === undefined ? none() : readAnchors(anchorFile),
    onProgress({ checked, total, leaves }) {
      fraction = total === 0 ? 1 : checked / total;
      progress.show(leaves);
    },
  }).finally(progress.end);
  for (const problem of result.problems) console.log(lineOf(problem));
  const kept =
    anchorFile === undefined
      ? 'no AUDIT_ANCHOR_FILE: what a superuser of the database cut off would not show'
      : `anchored up to ${result.anchoredSize}`;
  console.log(`${result.ok ? 'OK' : 'NOT OK'}: ${result.checkedSize} entries checked, ${kept}.`);
  return result.ok ? 0 : 1;
}

function lineOf({ kind, entryId, leafIndex, detail }: AuditProblem): string {
  const leaf = leafIndex === undefined ? [] : [`leaf ${leafIndex}`];
  const entry = entryId === undefined ? [] : [`entry ${entryId}`];
  return [kind, ...leaf, ...entry, detail].join('  ');
}
