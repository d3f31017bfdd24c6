import type { AuditProblem } from './audit-problem.js';
import { leafHash } from './merkle.js';
import { verifyInclusion } from './proofs.js';
import type { TreeHead, TreeHeadReader } from './tree-head.js';

/** An entry with its way to the root; hashes are hex. Without a proof it is newer than the head. */
export interface ReceiptEntry {
  id: string;
  canonical: string;
  proof: { leafIndex: number; path: readonly string[] } | null;
}

/** The entries of one session, each proved against one signed head; no head before anything was sealed. */
export interface Receipt {
  head: { jws: string } | null;
  entries: readonly ReceiptEntry[];
}

export interface ReceiptVerification {
  ok: boolean;
  proved: number;
  /** Entries that are newer than the head: nothing can be said about them yet. */
  unsealed: number;
  problems: AuditProblem[];
}

/** A receipt from JSON text; undefined for anything else. */
export function parseReceipt(text: string): Receipt | undefined {
  try {
    const { head, entries } = JSON.parse(text) as Partial<Receipt>;
    const fits = (head === null || typeof head?.jws === 'string') && Array.isArray(entries) && entries.every(isEntry);
    return fits ? { head, entries } : undefined;
  } catch {
    return undefined;
  }
}

function isEntry({ id, canonical, proof }: Partial<ReceiptEntry>): boolean {
  const isProof =
    proof === null || (typeof proof?.leafIndex === 'number' && Array.isArray(proof.path) && proof.path.every(isText));
  return isText(id) && isText(canonical) && isProof;
}

const isText = (value: unknown): boolean => typeof value === 'string';

/** Verifies a receipt by itself, against published keys only. */
export async function verifyReceipt({ head, entries }: Receipt, read: TreeHeadReader): Promise<ReceiptVerification> {
  const sealed = entries.filter(({ proof }) => proof !== null);
  const reading = head ? await read(head.jws) : { fault: 'there is none' };
  if ('fault' in reading && (head || sealed.length > 0)) {
    const detail = `The receipt's head cannot be trusted: ${reading.fault}.`;
    return { ok: false, proved: 0, unsealed: 0, problems: [{ kind: 'EDITED', detail }] };
  }
  const bad = 'head' in reading ? sealed.filter((entry) => !isProved(entry, reading.head)) : [];
  const problems = bad.map(({ id, proof }): AuditProblem => ({
    kind: 'EDITED',
    entryId: id,
    leafIndex: proof?.leafIndex,
    detail: `Entry ${id} is not the one that the signed head covers.`,
  }));
  const proved = sealed.length - bad.length;
  return { ok: bad.length === 0, proved, unsealed: entries.length - sealed.length, problems };
}

function isProved({ canonical, proof }: ReceiptEntry, { treeSize, rootHash }: TreeHead): boolean {
  const path = (proof?.path ?? []).map((hash) => Buffer.from(hash, 'hex'));
  const claim = { leafIndex: proof?.leafIndex ?? -1, treeSize, path };
  return verifyInclusion({ ...claim, leafHash: leafHash(canonical), rootHash: Buffer.from(rootHash, 'hex') });
}
