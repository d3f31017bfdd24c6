import { exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JSONWebKeySet } from 'jose';
import type { AuditVerification } from '../../../../domain/audit/audit-problem.js';
import { createHeadCollector } from '../../../../domain/audit/head-list.js';
import type { LedgerLeaf } from '../../../../domain/audit/leaf-check.js';
import { createTreeHasher, leafHash } from '../../../../domain/audit/merkle.js';
import { createTreeHeadReader, signTreeHead } from '../../../../domain/audit/tree-head.js';
import type { SignedTreeHead } from '../../../../domain/audit/tree-head.js';
import { verifyStream } from '../../../../domain/audit/verify-stream.js';
import type { LedgerVerifierOptions } from '../../../../domain/audit/verify-stream.js';

export interface AuditKey {
  kid: string;
  privateKey: CryptoKey;
  keys: JSONWebKeySet;
}

export const AT = '2027-05-12T08:30:00.000Z';

export async function createAuditKey(kid = 'audit-1'): Promise<AuditKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { kid, privateKey, keys: { keys: [{ ...(await exportJWK(publicKey)), kid }] } };
}

/** An entry's text as the database writes it; ids begin at 100. */
export const textOf = (index: number): string =>
  `{"v":1,"id":${index + 100},"at":"${AT}","entity":"session","after":{"version": ${index}},"reason":null}`;

export function ledgerOf(size: number): LedgerLeaf[] {
  return Array.from({ length: size }, (_, leafIndex) => sealed(leafIndex, textOf(leafIndex)));
}

export const sealed = (leafIndex: number, canonical: string, entryId = leafIndex + 100): LedgerLeaf => ({
  leafIndex,
  entryId,
  leafHash: leafHash(canonical),
  canonical,
});

/** Gives leaves new places and hashes that fit, as someone does who may write every table. */
export const rehashed = (leaves: readonly LedgerLeaf[]): LedgerLeaf[] =>
  leaves.map(({ canonical, entryId }, index) => sealed(index, String(canonical), Number(entryId)));

export async function headsOf(
  key: AuditKey,
  leaves: readonly LedgerLeaf[],
  sizes: readonly number[],
): Promise<SignedTreeHead[]> {
  return Promise.all(
    sizes.map((treeSize) => {
      const tree = createTreeHasher();
      for (const leaf of leaves.slice(0, treeSize)) tree.append(leafHash(leaf.canonical ?? ''));
      const rootHash = tree.root().toString('hex');
      return signTreeHead({ treeSize, rootHash, at: AT }, key.privateKey, key.kid);
    }),
  );
}

export interface Attempt {
  key: AuditKey;
  leaves: readonly LedgerLeaf[];
  /** As they stand in the database. */
  heads?: readonly Partial<SignedTreeHead>[];
  anchors?: readonly SignedTreeHead[];
  storedHash?: LedgerVerifierOptions['storedHash'];
}

export async function verify({ key, leaves, heads, anchors = [], storedHash }: Attempt): Promise<AuditVerification> {
  const read = await createTreeHeadReader(key.keys);
  const collector = createHeadCollector({ read, ownListIsWhole: heads !== undefined });
  for (const { treeSize, jws = '', rootHash } of heads ?? []) {
    await collector.add({ jws, treeSize, rootHash, anchored: false, where: `size ${treeSize}` });
  }
  for (const { jws } of anchors) await collector.add({ jws, anchored: true, where: 'the anchors' });
  return verifyStream({ heads: collector.list(), leaves: batchesOf(leaves), storedHash });
}

async function* batchesOf(leaves: readonly LedgerLeaf[]): AsyncGenerator<LedgerLeaf[]> {
  for (let at = 0; at < leaves.length; at += 7) yield leaves.slice(at, at + 7);
}

/** Problems in short: kind, leaf and entry. */
export const told = ({ problems }: AuditVerification): string[] =>
  problems.map(({ kind, leafIndex, entryId }) => [kind, leafIndex ?? '-', entryId ?? '-'].join(' '));
