import type { AuditProblem, AuditProblemKind } from './audit-problem.js';
import { HASH_BYTES, leafHash } from './merkle.js';

/** A leaf with the entry it stands for. A Buffer may be reused once the call that got it is over. */
export interface LedgerLeaf {
  leafIndex: number;
  entryId?: number | string;
  /** As stored; left out where only the text is known. */
  leafHash?: Buffer;
  /** The text that is hashed; undefined when the entry is gone. */
  canonical?: Buffer | string;
  /** The columns say something else than the text. */
  disagrees?: boolean;
}

interface Mismatch {
  leafIndex: number;
  entryId: string | undefined;
  stored: string;
  computed: string;
}

/** So many are kept apart; a table that was shifted by one row has as many as it has rows. */
const MOST_MISMATCHES = 1_000;

/** Compares texts, columns and stored hashes leaf by leaf, and tells at the end what was done to those that disagree. */
export function createLeafCheck() {
  const mismatches: Mismatch[] = [];
  const problems: AuditProblem[] = [];
  /** Entries that are gone one after the other, up to the leaf that was last seen. */
  let run: { from: number; to: number; entryId: string | undefined } | undefined;

  /** The hash that stands for the leaf in the tree; undefined when nothing tells it. */
  function check(leaf: LedgerLeaf): Buffer | undefined {
    if (leaf.canonical === undefined) {
      gone(leaf.leafIndex, idOf(leaf));
      return leaf.leafHash?.length === HASH_BYTES ? leaf.leafHash : undefined;
    }
    const computed = leafHash(leaf.canonical);
    const stored = leaf.leafHash ?? computed;
    if (!stored.equals(computed)) mismatch(leaf, stored, computed);
    else if (leaf.disagrees) report('EDITED', leaf, 'its columns do not say what its hashed text says');
    return stored.length === HASH_BYTES ? stored : computed;
  }

  function mismatch(leaf: LedgerLeaf, stored: Buffer, computed: Buffer): void {
    if (mismatches.length === MOST_MISMATCHES) return;
    const { leafIndex } = leaf;
    mismatches.push({
      leafIndex,
      entryId: idOf(leaf),
      stored: stored.toString('hex'),
      computed: computed.toString('hex'),
    });
  }

  function gone(leafIndex: number, entryId: string | undefined): void {
    if (run?.to === leafIndex - 1) run.to = leafIndex;
    else {
      closeRun();
      run = { from: leafIndex, to: leafIndex, entryId };
    }
  }

  function closeRun(): void {
    if (!run) return;
    const { from, to, entryId } = run;
    const detail =
      from === to ? `The entry of leaf ${from} is gone.` : `The entries of leaves ${from} to ${to} are gone.`;
    problems.push({ kind: 'MISSING', leafIndex: from, ...(entryId === undefined ? {} : { entryId }), detail });
    run = undefined;
  }

  function report(kind: AuditProblemKind, leaf: LedgerLeaf, what: string): void {
    const entryId = idOf(leaf);
    const { leafIndex } = leaf;
    problems.push({
      kind,
      leafIndex,
      ...(entryId === undefined ? {} : { entryId }),
      detail: `Leaf ${leafIndex}: ${what}.`,
    });
  }

  /** All that was found among leaves of a ledger of so many; entries that are gone up to its very end were cut off. */
  function finish(size: number): AuditProblem[] {
    const cut = run?.to === size - 1 ? run : undefined;
    closeRun();
    const open = problems.at(-1);
    if (cut && open) problems[problems.length - 1] = { ...open, kind: 'TRUNCATED' };
    return [...problems, ...explainMismatches(mismatches)];
  }

  return { check, report, finish };
}

/**
 * A text whose hash is stored at another leaf was moved there; a stored hash whose text is found elsewhere tells where from.
 * Both: the texts changed places. Neither: the text itself was changed.
 */
function explainMismatches(mismatches: readonly Mismatch[]): AuditProblem[] {
  const placeOf = new Map(mismatches.map(({ stored, leafIndex }) => [stored, leafIndex]));
  const found = new Map(mismatches.map(({ computed, leafIndex }) => [computed, leafIndex]));
  return mismatches.map(({ leafIndex, entryId, stored, computed }) => {
    const belongs = placeOf.get(computed);
    const standsAt = found.get(stored);
    const [kind, what]: [AuditProblemKind, string] =
      belongs !== undefined && standsAt !== undefined
        ? ['REORDERED', `its entry belongs to leaf ${belongs}, the entry that belongs here stands at leaf ${standsAt}`]
        : belongs !== undefined
          ? ['MISSING', `the entry that belongs here is gone; the one of leaf ${belongs} stands in its place`]
          : standsAt !== undefined
            ? ['INSERTED', `the entry that belongs here stands at leaf ${standsAt}; what stands here was never sealed`]
            : ['EDITED', 'the text of its entry is not the one that was sealed'];
    return { kind, leafIndex, ...(entryId === undefined ? {} : { entryId }), detail: `Leaf ${leafIndex}: ${what}.` };
  });
}

const idOf = ({ entryId }: LedgerLeaf): string | undefined => (entryId === undefined ? undefined : String(entryId));
