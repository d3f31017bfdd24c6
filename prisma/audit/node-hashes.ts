import type { NodeAt } from '../../domain/audit/merkle.js';

export interface NodeHashRow {
  level: number;
  index: string | bigint;
  hash: Uint8Array | null;
}

/** Looks hashes up among rows of `engine.audit_hashes`; throws for one that the database lacks. */
export function toNodeHashes(rows: readonly NodeHashRow[]): (node: NodeAt) => Buffer {
  const known = new Map(rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return ({ level, index }) => {
    const hash = known.get(`${level}/${index}`);
    if (!hash) throw new Error(`The audit's tree lacks the node ${index} of level ${level}: verify the audit.`);
    return Buffer.from(hash);
  };
}
