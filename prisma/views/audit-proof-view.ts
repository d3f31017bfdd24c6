import type { NodeAt } from '../../domain/audit/merkle.js';
import { consistencyNodes, consistencyPath, inclusionNodes, inclusionPath } from '../../domain/audit/proofs.js';
import type { SignedTreeHead } from '../../domain/audit/tree-head.js';
import type { Tx } from '../actor.js';
import { toNodeHashes, type NodeHashRow } from '../audit/node-hashes.js';
import { callEngine } from '../stores/engine-call.js';

export interface InclusionProof {
  leafIndex: number;
  treeSize: number;
  leafHash: string;
  canonical: string;
  path: string[];
}

export interface SessionReceipt<Entity extends string = string, Action extends string = string> {
  head: SignedTreeHead | null;
  entries: {
    id: string;
    at: string;
    entity: Entity;
    action: Action;
    canonical: string;
    proof: Pick<InclusionProof, 'leafIndex' | 'leafHash' | 'path'> | null;
  }[];
}

/** The newest signed head; null before anything was sealed. */
export async function readTreeHead(tx: Tx): Promise<SignedTreeHead | null> {
  const head = await tx.auditHead.findFirst({ orderBy: { treeSize: 'desc' } });
  if (head === null) return null;
  const { treeSize, rootHash, at, jws } = head;
  return { treeSize: Number(treeSize), rootHash: hex(rootHash), at: at.toISOString(), jws };
}

/** That an entry is in the newest tree; null where there is no such entry, or not yet. */
export async function proveInclusion(tx: Tx, entryId: string): Promise<InclusionProof | null> {
  const id = BigInt(entryId);
  const leaf = await tx.auditLeaf.findUnique({ where: { entryId: id } });
  const entry = await tx.auditEntry.findUnique({ where: { id }, select: { canonical: true } });
  const head = await readTreeHead(tx);
  if (leaf === null || entry === null || head === null) return null;
  const leafIndex = Number(leaf.leafIndex);
  const { treeSize } = head;
  const hashOf = await readHashes(tx, inclusionNodes(leafIndex, treeSize).flat());
  const path = inclusionPath(leafIndex, treeSize, hashOf).map(hex);
  return { leafIndex, treeSize, leafHash: hex(leaf.leafHash), canonical: entry.canonical, path };
}

/** That the tree of size `from` is the beginning of the one of size `to`; throws RangeError unless 0 <= from <= to. */
export async function proveConsistency(tx: Tx, from: number, to: number): Promise<string[]> {
  const hashOf = await readHashes(tx, consistencyNodes(from, to).flat());
  return consistencyPath(from, to, hashOf).map(hex);
}

type StoredReceipt<Entity extends string, Action extends string> = {
  head: SignedTreeHead | null;
  entries: (Omit<SessionReceipt<Entity, Action>['entries'][number], 'proof'> & {
    leafIndex: number | null;
    leafHash: string | null;
  })[];
};

/** The entries of a session, each with its proof; null where the viewer may not see the session. */
export async function readReceipt<Entity extends string, Action extends string>(
  tx: Tx,
  sessionId: string,
): Promise<SessionReceipt<Entity, Action> | null> {
  const found = await callEngine<StoredReceipt<Entity, Action> | null>(tx, 'session_receipt', { sessionId });
  if (found === null) return null;
  const { head, entries } = found;
  const treeSize = head?.treeSize ?? 0;
  const sealed = entries.flatMap(({ leafIndex }) => (leafIndex !== null && leafIndex < treeSize ? [leafIndex] : []));
  const hashOf = await readHashes(
    tx,
    sealed.flatMap((leafIndex) => inclusionNodes(leafIndex, treeSize).flat()),
  );
  return {
    head,
    entries: entries.map(({ leafIndex, leafHash, ...entry }) => {
      if (leafIndex === null || leafHash === null || leafIndex >= treeSize) return { ...entry, proof: null };
      return { ...entry, proof: { leafIndex, leafHash, path: inclusionPath(leafIndex, treeSize, hashOf).map(hex) } };
    }),
  };
}

async function readHashes(tx: Tx, nodes: readonly NodeAt[]): Promise<(node: NodeAt) => Buffer> {
  const levels = nodes.map(({ level }) => level);
  const indexes = nodes.map(({ index }) => BigInt(index));
  const rows = await tx.$queryRaw<NodeHashRow[]>`
    SELECT level, index, hash FROM engine.audit_hashes(${levels}::integer[], ${indexes}::bigint[])`;
  return toNodeHashes(rows);
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
