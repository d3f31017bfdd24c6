import { join } from 'node:path';

/** What of the audit lies outside the stack's database: the keys, and the signed heads. */
export function planAuditFiles(dataDir: string): { keyFile: string; anchorFile: string } {
  return { keyFile: join(dataDir, 'audit-keys.json'), anchorFile: join(dataDir, 'audit-anchors.jsonl') };
}
