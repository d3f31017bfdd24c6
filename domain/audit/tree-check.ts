import type { AuditProblem } from './audit-problem.js';
import { explainSegment } from './explain-segment.js';
import type { LeafSegment, StoredHash } from './explain-segment.js';
import type { HeadList } from './head-list.js';
import { createTreeHasher, HASH_BYTES } from './merkle.js';
import type { CompactTree } from './merkle.js';

/** Leaves since the last head that matched, kept to look closer should the next one not match. */
const SEGMENT_LEAVES = 4_096;

interface Mismatch {
  place: number;
  /** What the head is for, and the last size before it that a head of its sort confirmed. */
  size: number;
  after: number;
}

/** Builds the tree over the leaves as they come and compares its root wherever there is a head. */
export function createTreeCheck(heads: HeadList) {
  const tree = createTreeHasher();
  const mismatched: Mismatch[] = [];
  const segmentHashes = Buffer.alloc(SEGMENT_LEAVES * HASH_BYTES);
  const segmentIds: (number | string | undefined)[] = [];
  let verified: CompactTree = tree.compact();
  let verifiedAnchored = 0;
  let place = 0;
  let nextSize = heads.count > 0 ? heads.sizeAt(0) : Infinity;
  let unbroken = true;

  /** `entryId` only names the leaf. An unknown hash ends the comparison: no later root can be told. */
  function append(leaf: Buffer | undefined, entryId?: number | string): void {
    if (leaf === undefined) unbroken = false;
    if (!unbroken || leaf === undefined) return;
    if (tree.size === nextSize) compare();
    if (segmentIds.length < SEGMENT_LEAVES) {
      leaf.copy(segmentHashes, segmentIds.length * HASH_BYTES);
      segmentIds.push(entryId);
    }
    tree.append(leaf);
  }

  function compare(): void {
    const root = tree.root();
    for (; place < heads.count && heads.sizeAt(place) === tree.size; place += 1) {
      if (heads.matches(place, root)) {
        if (verified.size < tree.size) segmentIds.length = 0;
        verified = tree.compact();
        if (heads.isAnchored(place)) verifiedAnchored = tree.size;
      } else if (mismatched.length < SEGMENT_LEAVES) {
        const after = heads.isAnchored(place) ? verifiedAnchored : verified.size;
        mismatched.push({ place, size: tree.size, after });
      }
    }
    nextSize = place < heads.count ? heads.sizeAt(place) : Infinity;
  }

  /** `known` tells whether some leaf of [from, to) is known to be bad, which then is reason enough. */
  async function finish(
    known: (from: number, to: number) => boolean,
    storedHash?: StoredHash,
  ): Promise<AuditProblem[]> {
    if (unbroken && tree.size === nextSize) compare();
    /** A later root vouches for all before it, so that an earlier head that differs is of another history. */
    const strange = mismatched.filter(({ size }) => size <= verified.size);
    const first = mismatched.find(({ size }) => size > verified.size);
    const problems = explainStrange(strange, heads);
    if (first && !known(verified.size, first.size)) {
      const segment: LeafSegment = { before: verified, to: first.size, hashes: segmentHashes, ids: segmentIds };
      const isRoot = (root: Buffer): boolean => heads.matches(first.place, root);
      problems.push(await explainSegment(segment, isRoot, tree.size < heads.largestSize, storedHash));
    }
    return problems;
  }

  return { append, finish };
}

/** One problem for each place where the histories part. */
function explainStrange(strange: readonly Mismatch[], heads: HeadList): AuditProblem[] {
  const partings = new Map<number, Mismatch[]>();
  for (const mismatch of strange) partings.set(mismatch.after, [...(partings.get(mismatch.after) ?? []), mismatch]);
  return [...partings].map(([after, group]) => {
    const last = group.at(-1)?.size ?? 0;
    const covers = `covers ${last} entries with another root than the audit has now`;
    const isKept = group.some(({ place }) => heads.isAnchored(place));
    return isKept && after < last
      ? {
          kind: 'TRUNCATED',
          leafIndex: after,
          detail: `An anchored head ${covers}, though later heads fit: an older copy was put back and continued, from leaf ${after} on or later.`,
        }
      : { kind: 'EDITED', detail: `A signed head ${covers}, though later heads fit: the head is not of this audit.` };
  });
}
