import type { AuditProblem, AuditProblemKind } from './audit-problem.js';
import { createTreeHasher, HASH_BYTES, nodeHash } from './merkle.js';
import type { CompactTree, NodeAt } from './merkle.js';

/** What the audit itself has stored for a node, if anything. */
export type StoredHash = (node: NodeAt) => Promise<Buffer | undefined>;

/** The leaves after a tree that a head confirms, up to the first head (and beyond, as far as kept) that does not match. */
export interface LeafSegment {
  before: CompactTree;
  /** The size that the head that does not match is for. */
  to: number;
  hashes: Buffer;
  ids: readonly (number | string | undefined)[];
}

/** Trying out costs the square of the number of leaves. */
const MOST_TRIED = 512;
const MOST_PAIRS_TRIED = 64;

/**
 * Finds out what was done to leaves whose own hashes were made to fit: whether the root comes out without one of them or
 * with two of them exchanged, or else which stored subtree no longer fits.
 */
export async function explainSegment(
  segment: LeafSegment,
  isRoot: (root: Buffer) => boolean,
  tooFew: boolean,
  storedHash?: StoredHash,
): Promise<AuditProblem> {
  const { before, to } = segment;
  const count = Math.min(segment.ids.length, to - before.size + 1);
  const leaves = Array.from({ length: count }, (_, at) =>
    segment.hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  const wanted = to - before.size;
  const stretch = `leaves ${before.size} to ${to - 1}, which the signed head over ${to} entries covers`;
  const at = (kind: AuditProblemKind, offset: number, detail: string): AuditProblem => {
    const id = segment.ids[offset];
    return { kind, leafIndex: before.size + offset, ...(id === undefined ? {} : { entryId: String(id) }), detail };
  };
  if (wanted <= MOST_TRIED) {
    const inserted = count > wanted ? findInserted(before, leaves, isRoot) : undefined;
    if (inserted !== undefined)
      return at('INSERTED', inserted, `Without leaf ${before.size + inserted} the root comes out among ${stretch}.`);
    const pair = count >= wanted ? findExchanged(before, leaves.slice(0, wanted), isRoot) : undefined;
    if (pair) {
      const [left, right] = pair.map((offset) => before.size + offset);
      return at('REORDERED', pair[0], `Leaves ${left} and ${right} changed places among ${stretch}.`);
    }
  }
  const first = (await findUnlikeStored(before.size, leaves, storedHash)) ?? 0;
  return at(tooFew ? 'MISSING' : 'EDITED', first, `Not what was sealed: ${stretch}; all before them is as it was.`);
}

function findInserted(
  before: CompactTree,
  leaves: readonly Buffer[],
  isRoot: (root: Buffer) => boolean,
): number | undefined {
  const tried = leaves.findIndex((_, without) =>
    isRoot(
      rootOf(
        before,
        leaves.filter((_leaf, at) => at !== without),
      ),
    ),
  );
  return tried < 0 ? undefined : tried;
}

function findExchanged(
  before: CompactTree,
  leaves: readonly Buffer[],
  isRoot: (root: Buffer) => boolean,
): [number, number] | undefined {
  const furthest = leaves.length <= MOST_PAIRS_TRIED ? leaves.length : 2;
  for (let left = 0; left < leaves.length; left += 1) {
    for (let right = left + 1; right < Math.min(leaves.length, left + furthest); right += 1) {
      const exchanged = [...leaves];
      [exchanged[left], exchanged[right]] = [exchanged[right]!, exchanged[left]!];
      if (isRoot(rootOf(before, exchanged))) return [left, right];
    }
  }
  return undefined;
}

/** Offset of the first leaf of the first pair whose parent is stored with another hash. */
async function findUnlikeStored(
  start: number,
  leaves: readonly Buffer[],
  storedHash: StoredHash | undefined,
): Promise<number | undefined> {
  if (!storedHash) return undefined;
  for (let offset = start % 2; offset + 1 < leaves.length; offset += 2) {
    const stored = await storedHash({ level: 1, index: (start + offset) / 2 });
    if (stored && !stored.equals(nodeHash(leaves[offset]!, leaves[offset + 1]!))) return offset;
  }
  return undefined;
}

function rootOf(before: CompactTree, leaves: readonly Buffer[]): Buffer {
  const tree = createTreeHasher(before);
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}
