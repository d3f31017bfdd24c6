import type pg from 'pg';
import { createTreeHasher, leafHash, type TreeNode } from '../../../domain/audit/merkle.js';

/** What an attacker would do who knows how the tree is made: all leaves and subtrees anew from the texts as they are now. */
export async function rehash(superuser: pg.Client, added?: { leafIndex: number; entryId: number }): Promise<void> {
  if (added) await superuser.query("INSERT INTO audit_leaves VALUES ($1, $2, '')", [added.leafIndex, added.entryId]);
  const { rows } = await superuser.query<{ index: string; canonical: string }>(
    `SELECT l.leaf_index AS index, e.canonical FROM audit_leaves l JOIN audit_entries e ON e.id = l.entry_id ORDER BY 1`,
  );
  const nodes: TreeNode[] = [];
  const tree = createTreeHasher(undefined, (node) => nodes.push(node));
  await superuser.query('DELETE FROM audit_nodes');
  for (const { index, canonical } of rows) {
    const hash = leafHash(canonical);
    tree.append(hash);
    await superuser.query('UPDATE audit_leaves SET leaf_hash = $2 WHERE leaf_index = $1', [index, hash]);
  }
  for (const { level, index, hash } of nodes) {
    await superuser.query('INSERT INTO audit_nodes VALUES ($1, $2, $3)', [level, index, hash]);
  }
}
