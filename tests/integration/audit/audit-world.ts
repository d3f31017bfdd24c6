import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { AuditVerification } from '../../../domain/audit/audit-problem.js';
import { signTreeHead } from '../../../domain/audit/tree-head.js';
import { lastAnchor, readAnchors } from '../../../platform/audit/anchor-file.js';
import { createAnchors, type Anchors } from '../../../platform/audit/anchors.js';
import { createAuditKeys, rotateAuditKey, type AuditKeys } from '../../../platform/audit/key-file.js';
import { startSealer, type Sealer } from '../../../prisma/audit/sealer.js';
import { verifyAudit } from '../../../prisma/audit/verify-audit.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { waitFor } from '../../support/wait-for.js';
import { bookApproved, createSlots } from '../database/commands.js';

export interface AuditWorld extends AsyncDisposable {
  db: TestDatabase;
  clinic: TestClinic;
  superuser: pg.Client;
  keys: AuditKeys;
  keyFile: string;
  anchorFile: string;
  /** A sealer of its own, which anchors into the file. */
  seal(): RunningSealer;
  /** Runs a sealer until everything is sealed and anchored, and stops it. */
  sealAll(): Promise<number>;
  /** Books and approves so many sessions, one after the other. */
  book(sessions: number): Promise<string[]>;
  verify(): Promise<AuditVerification>;
  /** As the superuser, with every trigger off meanwhile. */
  tamper(...steps: (string | (() => Promise<void>))[]): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface RunningSealer {
  sealer: Sealer;
  anchors: Anchors;
  errors: string[];
  stop(): Promise<void>;
}

const ANCHOR_INTERVAL_MS = 20;

export async function openAuditWorld(options: { poolSize?: number } = {}): Promise<AuditWorld> {
  const db = await openTestDatabase(options);
  const clinic = await seedClinic(db);
  const folder = await mkdtemp(join(tmpdir(), 'clinic-audit-'));
  const keyFile = join(folder, 'audit-keys.json');
  const anchorFile = join(folder, 'anchors.jsonl');
  await rotateAuditKey(keyFile);
  const keys = createAuditKeys(keyFile);
  const superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
  const nextSlot = createSlots(40);
  const seal = (): RunningSealer => sealing({ db, keys, anchorFile });
  return {
    ...{ db, clinic, superuser, keys, keyFile, anchorFile, seal },
    async sealAll() {
      const running = seal();
      const size = await waitFor(() => sealedSize(superuser), { describe: 'all to be sealed' });
      await running.stop();
      await waitFor(async () => (await lastAnchor(anchorFile))?.treeSize === size, { describe: 'the anchor' });
      return size;
    },
    async book(sessions) {
      const ids: string[] = [];
      while (ids.length < sessions) ids.push((await bookApproved(db.worker, clinic, nextSlot())).sessionId);
      return ids;
    },
    verify: async () =>
      verifyAudit({
        url: db.appUrl,
        actor: actorOf('ADMIN', clinic.admin.userId),
        keys: { keys: await keys.published() },
        anchors: readAnchors(anchorFile),
      }),
    async tamper(...steps) {
      for (const table of TRIGGERED) await superuser.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      for (const step of steps) await (typeof step === 'string' ? superuser.query(step) : step());
      for (const table of TRIGGERED) await superuser.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
      await superuser.query('ALTER TABLE sessions ENABLE ALWAYS TRIGGER audit');
    },
    async [Symbol.asyncDispose]() {
      await superuser.end();
      await db[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const TRIGGERED = [
  'audit_entries',
  'audit_private',
  'audit_leaves',
  'audit_nodes',
  'audit_heads',
  'sessions',
  'status_history',
];

function sealing({ db, keys, anchorFile }: Pick<AuditWorld, 'db' | 'keys' | 'anchorFile'>): RunningSealer {
  const errors: string[] = [];
  const logger = {
    info: () => undefined,
    warn: (_fields: object, message: string) => void errors.push(message),
    error: (_fields: object, message: string) => void errors.push(message),
  };
  const anchors = createAnchors({ file: anchorFile, logger, intervalMs: ANCHOR_INTERVAL_MS });
  const sealer = startSealer({
    url: db.workerUrl,
    sign: async (head) => {
      const { key, kid } = await keys.signing();
      return signTreeHead(head, key, kid);
    },
    onHead: (head) => anchors.offer(head),
    logger,
  });
  return {
    ...{ sealer, anchors, errors },
    async stop() {
      await sealer.stop();
      await anchors.stop();
    },
  };
}

/** The size of the tree once it holds every entry; 0 before. */
async function sealedSize(superuser: pg.Client): Promise<number> {
  const { rows } = await superuser.query<{ size: number }>(`
    SELECT CASE WHEN EXISTS (SELECT 1 FROM audit_entries e WHERE NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.entry_id = e.id))
                THEN 0 ELSE (SELECT count(*) FROM audit_leaves)::int END AS size`);
  return rows[0]?.size ?? 0;
}
