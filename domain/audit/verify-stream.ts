import { auditVerification } from './audit-problem.js';
import type { AuditProblem, AuditVerification } from './audit-problem.js';
import type { StoredHash } from './explain-segment.js';
import type { HeadList } from './head-list.js';
import { createLeafCheck } from './leaf-check.js';
import type { LedgerLeaf } from './leaf-check.js';
import { createTreeCheck } from './tree-check.js';

export interface LedgerVerifierOptions {
  heads: HeadList;
  /** Narrows a problem down where leaves were made to fit; asked only then, a few thousand times at most. */
  storedHash?: StoredHash;
}

export interface LedgerVerifier {
  /** The next leaf in the order of the tree. */
  leaf(leaf: LedgerLeaf): void;
  finish(): Promise<AuditVerification>;
}

export interface VerifyStreamOptions extends LedgerVerifierOptions {
  /** Leaves in the order of the tree, in batches of any size. */
  leaves: AsyncIterable<readonly LedgerLeaf[]>;
  /** After each batch, with the number of leaves so far. */
  onProgress?: (checked: number) => void;
}

interface Gap {
  from: number;
  to: number;
  /** Leaves of the gap that turned up after later ones. */
  late: number;
}

/** More gaps than a person reads about. */
const MOST_GAPS = 1_000;

/** Checks an audit against heads that are known to be genuine, in one pass and in memory that does not grow with it. */
export async function verifyStream(options: VerifyStreamOptions): Promise<AuditVerification> {
  const verifier = createLedgerVerifier(options);
  let checked = 0;
  for await (const batch of options.leaves) {
    for (const leaf of batch) verifier.leaf(leaf);
    checked += batch.length;
    options.onProgress?.(checked);
  }
  return verifier.finish();
}

/** The same for a caller that has one leaf at a time. */
export function createLedgerVerifier({ heads, storedHash }: LedgerVerifierOptions): LedgerVerifier {
  const leaves = createLeafCheck();
  const tree = createTreeCheck(heads);
  const gaps: Gap[] = [];
  let size = 0;
  let read = 0;

  function leaf(next: LedgerLeaf): void {
    read += 1;
    if (next.leafIndex !== size && !placed(next)) return;
    const hash = leaves.check(next);
    tree.append(hash, next.entryId);
    size = next.leafIndex + 1;
  }

  /** What to do with a leaf that is not the next one; false where it has no place at all. */
  function placed(next: LedgerLeaf): boolean {
    const { leafIndex } = next;
    if (leafIndex > size) {
      if (gaps.length < MOST_GAPS) gaps.push({ from: size, to: leafIndex - 1, late: 0 });
      tree.append(undefined);
      return true;
    }
    const gap = gaps.find(({ from, to }) => leafIndex >= from && leafIndex <= to);
    if (gap) gap.late += 1;
    const detail = gap ? 'it comes after later ones' : 'there is a second leaf in its place';
    leaves.report(gap ? 'REORDERED' : 'INSERTED', next, detail);
    return false;
  }

  async function finish(): Promise<AuditVerification> {
    const found = [...heads.problems, ...leaves.finish(size), ...gaps.filter(isOpen).map(problemOf)];
    const known = (from: number, to: number): boolean =>
      found.some(({ leafIndex }) => leafIndex !== undefined && leafIndex >= from && leafIndex < to);
    found.push(...(await tree.finish(known, storedHash)));
    if (size < heads.largestSize) {
      const detail = `A signed head covers ${heads.largestSize} entries, the audit has ${size}: the end is cut off or an older copy was put back.`;
      found.push({ kind: 'TRUNCATED', leafIndex: size, detail });
    }
    return auditVerification(read, heads.anchoredSize, found);
  }

  return { leaf, finish };
}

const isOpen = ({ from, to, late }: Gap): boolean => late <= to - from;

function problemOf({ from, to }: Gap): AuditProblem {
  const detail = from === to ? `Leaf ${from} is gone.` : `Of leaves ${from} to ${to} some or all are gone.`;
  return { kind: 'MISSING', leafIndex: from, detail };
}
