import type pg from 'pg';
import { compactNodes, createTreeHasher, leafHash, type TreeHasher, type TreeNode } from '../../domain/audit/merkle.js';
import type { SignedTreeHead, TreeHead } from '../../domain/audit/tree-head.js';
import { toNodeHashes } from './node-hashes.js';

export type SignHead = (head: TreeHead) => Promise<SignedTreeHead>;

interface Unsealed {
  id: string;
  canonical: string;
  next_horizon: string;
}

export const BATCH_ENTRIES = 2_000;

/**
 * Seals what is committed for good, at most one batch, in one statement; returns the new head, or null where there was
 * nothing. `tree` goes on only with what the database took: throw it away where this throws.
 */
export async function sealBatch(
  client: pg.Client,
  tree: TreeHasher,
  sign: SignHead,
): Promise<{ head: SignedTreeHead; full: boolean } | null> {
  const { rows } = await client.query<Unsealed>({
    name: 'audit-unsealed',
    text: 'SELECT id, canonical, next_horizon::text FROM engine.audit_unsealed($1)',
    values: [BATCH_ENTRIES],
  });
  if (rows.length === 0) return null;
  const size = tree.size;
  const nodes: TreeNode[] = [];
  const hashes = rows.map(({ canonical }) => leafHash(canonical));
  const grown = createTreeHasher(tree.compact(), (node) => nodes.push(node));
  for (const hash of hashes) grown.append(hash);
  const root = grown.root();
  const at = new Date().toISOString();
  const head = await sign({ treeSize: grown.size, rootHash: root.toString('hex'), at });
  await client.query({
    name: 'audit-seal',
    text: 'SELECT engine.seal_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::xid8)',
    values: [
      size,
      rows.map(({ id }) => id),
      hashes,
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
      root,
      at,
      head.jws,
      rows[0]?.next_horizon,
    ],
  });
  for (const hash of hashes) tree.append(hash);
  return { head, full: rows.length >= BATCH_ENTRIES };
}

/** The tree as the database has it. Throws where a subtree is missing. */
export async function restoreTree(client: pg.Client): Promise<TreeHasher> {
  const { rows } = await client.query<{ size: string }>(
    'SELECT coalesce(max(leaf_index) + 1, 0)::text AS size FROM audit_leaves',
  );
  const size = Number(rows[0]?.size);
  const wanted = compactNodes(size);
  const found = await client.query<{ level: number; index: string; hash: Buffer | null }>(
    'SELECT * FROM engine.audit_hashes($1, $2)',
    [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
  );
  const hashOf = toNodeHashes(found.rows);
  return createTreeHasher({ size, nodes: wanted.map(hashOf) });
}

/** The newest head that the database has. */
export async function newestHead(client: pg.Client): Promise<SignedTreeHead | null> {
  const { rows } = await client.query<{ treeSize: string; rootHash: Buffer; at: Date; jws: string }>(
    'SELECT tree_size AS "treeSize", root_hash AS "rootHash", at, jws FROM audit_heads ORDER BY tree_size DESC LIMIT 1',
  );
  const head = rows[0];
  if (!head) return null;
  const { treeSize, rootHash, at, jws } = head;
  return { treeSize: Number(treeSize), rootHash: rootHash.toString('hex'), at: at.toISOString(), jws };
}
