import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/actor.js';
import { planAuditFiles } from '../../dev/stack/audit-files.js';
import { CARD_FILE } from '../../dev/stack/data-dir.js';
import { readEnv } from '../../platform/config/env.js';

/** Where an audit lies: the database, and what stands outside it. */
export interface AuditPlace {
  ownerDatabaseUrl: string;
  keyFile: string;
  anchorFile: string | undefined;
}

const DEFAULT_DATA_DIR = '.data';

/**
 * By the environment; where that names no database, the stack of `npm start` that runs on `dataDir`. Throws the
 * environment's faults where there is neither.
 */
export function findAudit(dataDir: string | undefined, source: NodeJS.ProcessEnv = process.env): AuditPlace {
  const folder = dataDir ?? DEFAULT_DATA_DIR;
  const card = join(folder, CARD_FILE);
  if (existsSync(card) && (dataDir !== undefined || !source['OWNER_DATABASE_URL'])) {
    const { ownerDatabaseUrl } = JSON.parse(readFileSync(card, 'utf8')) as { ownerDatabaseUrl: string };
    return { ownerDatabaseUrl, ...planAuditFiles(folder) };
  }
  const { config, secrets } = readEnv(['clinic', 'audit'], source);
  return {
    ownerDatabaseUrl: secrets.clinic.ownerDatabaseUrl,
    keyFile: secrets.audit.auditKeyFile,
    anchorFile: config.audit.auditAnchorFile,
  };
}

/** The operator, as the audit names them. */
export function operator(): Actor {
  return { id: null, role: 'SYSTEM', channel: 'CLI', requestId: `cli/${randomUUID()}` };
}
