import type { JSONWebKeySet } from 'jose';
import type { Actor } from '../../domain/actor.js';
import { auditVerification, type AuditProblem, type AuditVerification } from '../../domain/audit/audit-problem.js';
import { createHeadCollector, type HeadList } from '../../domain/audit/head-list.js';
import type { LedgerLeaf } from '../../domain/audit/leaf-check.js';
import { createTreeHeadReader } from '../../domain/audit/tree-head.js';
import { verifyStream } from '../../domain/audit/verify-stream.js';
import { TEXT_OF_COLUMNS } from './columns.js';
import { findGaps, findUnsealed } from './completeness.js';
import type { CopiedRow } from './copy-rows.js';
import { openAuditSnapshot, type AuditSnapshot } from './snapshot.js';

/** `checked` and `total` count leaves and then sessions; `leaves` the former alone. */
export interface VerifyProgress {
  checked: number;
  total: number;
  leaves: number;
}

export interface VerifyAuditOptions {
  url: string;
  /** An admin, or SYSTEM. */
  actor: Actor;
  keys: JSONWebKeySet;
  /** Heads from outside the database, oldest first. */
  anchors: AsyncIterable<{ treeSize: number; rootHash: string; jws: string }>;
  onProgress?: (progress: VerifyProgress) => void;
  signal?: AbortSignal;
}

const leavesQuery = (range: string): string => `
  SELECT l.leaf_index, l.entry_id, l.leaf_hash, e.canonical,
         CASE WHEN e.canonical IS DISTINCT FROM ${TEXT_OF_COLUMNS} THEN ''::text END
    FROM audit_leaves l LEFT JOIN audit_entries e ON e.id = l.entry_id
   WHERE ${range} ORDER BY l.leaf_index`;

/**
 * Checks the whole audit at one moment: every text against its hash and its columns, every root against the signed heads
 * inside and outside the database, and every session against its entries. Throws where the database cannot be read.
 */
export async function verifyAudit(options: VerifyAuditOptions): Promise<AuditVerification> {
  const collector = createHeadCollector({ read: await createTreeHeadReader(options.keys), ownListIsWhole: true });
  // Before the snapshot: a head is in the database before it is outside, so that none of these lies ahead of it.
  let line = 0;
  for await (const { treeSize, rootHash, jws } of options.anchors) {
    line += 1;
    await collector.add({ jws, treeSize, rootHash, anchored: true, where: `line ${line} of the anchor file` });
  }
  await using snapshot = await openAuditSnapshot(options.url, options.actor);
  for await (const rows of snapshot.copy('SELECT tree_size, root_hash, jws FROM audit_heads ORDER BY tree_size')) {
    for (const [size, root, jws] of rows) {
      const treeSize = Number(size?.readBigInt64BE());
      const rootHash = root?.toString('hex') ?? '';
      const where = `tree size ${treeSize} in the database`;
      await collector.add({ jws: jws?.toString() ?? '', treeSize, rootHash, anchored: false, where });
    }
  }
  return await verifySnapshot(snapshot, collector.list(), options);
}

async function verifySnapshot(
  snapshot: AuditSnapshot,
  heads: HeadList,
  { onProgress, signal }: VerifyAuditOptions,
): Promise<AuditVerification> {
  const [counts] = await snapshot.query<{ leaves: string; sessions: string }>(
    `SELECT (SELECT count(*) FROM audit_leaves)::text AS leaves, (SELECT count(*) FROM sessions)::text AS sessions`,
  );
  const leaves = Number(counts?.leaves);
  const total = leaves + Number(counts?.sessions);
  const report = (checked: number): void => {
    signal?.throwIfAborted();
    onProgress?.({ checked, total, leaves: Math.min(checked, leaves) });
  };
  report(0);
  const found = await verifyStream({
    heads,
    leaves: ledgerOf(snapshot, leaves),
    onProgress: report,
    storedHash: ({ level, index }) => storedHash(snapshot, level, index),
  });
  const more: AuditProblem[] = await findUnsealed(snapshot);
  more.push(...(await findGaps(snapshot, (sessions) => report(leaves + sessions))));
  return auditVerification(found.checkedSize, found.anchoredSize, [...found.problems, ...more]);
}

async function* ledgerOf(snapshot: AuditSnapshot, count: number): AsyncGenerator<LedgerLeaf[]> {
  for await (const rows of snapshot.copyLeaves(leavesQuery, count)) yield rows.map(toLeaf);
}

function toLeaf([leafIndex, entryId, leafHash, canonical, disagrees]: CopiedRow): LedgerLeaf {
  return {
    leafIndex: bigint(leafIndex as Buffer),
    entryId: bigint(entryId as Buffer),
    leafHash: leafHash as Buffer,
    ...(canonical ? { canonical, disagrees: disagrees !== null } : {}),
  };
}

/** Below 2^53, as ids and indexes stay. */
const bigint = (bytes: Buffer): number => bytes.readInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4);

async function storedHash(snapshot: AuditSnapshot, level: number, index: number): Promise<Buffer | undefined> {
  const rows = await snapshot.query<{ hash: Buffer }>('SELECT hash FROM audit_nodes WHERE level = $1 AND index = $2', [
    level,
    index,
  ]);
  return rows[0]?.hash;
}
