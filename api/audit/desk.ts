import type { Actor } from '../../domain/actor.js';
import type { AuditVerification } from '../../domain/audit/audit-problem.js';
import { lastAnchor, readAnchors } from '../../platform/audit/anchor-file.js';
import { createAuditKeys, type PublicAuditKey } from '../../platform/audit/key-file.js';
import { verifyAudit, type VerifyProgress } from '../../prisma/audit/verify-audit.js';

/** What the API knows of the audit beyond the database. */
export interface AuditDesk {
  publishedKeys(): Promise<PublicAuditKey[]>;
  /** How many entries a head outside the database covers. */
  anchoredSize(): Promise<number>;
  /** Checks everything as this admin; may take minutes. */
  verify(actor: Actor, onProgress: (progress: VerifyProgress) => void): Promise<AuditVerification>;
}

export interface AuditDeskOptions {
  /** The API's login; verifying opens a connection of its own. */
  databaseUrl: string;
  keyFile: string;
  anchorFile?: string | undefined;
}

async function* none(): AsyncGenerator<never> {}

/** Without an anchor file only the database's own signed heads are checked against. */
export function createAuditDesk({ databaseUrl, keyFile, anchorFile }: AuditDeskOptions): AuditDesk {
  const keys = createAuditKeys(keyFile);
  return {
    publishedKeys: () => keys.published(),
    anchoredSize: async () => (anchorFile === undefined ? 0 : ((await lastAnchor(anchorFile))?.treeSize ?? 0)),
    verify: async (actor, onProgress) =>
      verifyAudit({
        url: databaseUrl,
        actor,
        keys: { keys: await keys.published() },
        anchors: anchorFile === undefined ? none() : readAnchors(anchorFile),
        onProgress,
      }),
  };
}
