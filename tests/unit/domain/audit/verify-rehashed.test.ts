import { beforeAll, describe, expect, test } from '@jest/globals';
import { createTreeHasher } from '../../../../domain/audit/merkle.js';
import type { LedgerLeaf } from '../../../../domain/audit/leaf-check.js';
import type { SignedTreeHead } from '../../../../domain/audit/tree-head.js';
import { createAuditKey, headsOf, ledgerOf, rehashed, sealed, textOf, told, verify } from './ledger-world.js';
import type { AuditKey } from './ledger-world.js';

const SIZE = 40;
const SIZES = [0, 10, 20, 30, SIZE];
const forged = (leafIndex: number): LedgerLeaf => sealed(leafIndex, textOf(leafIndex).replace('session', 'nothing'));
const leaves = ledgerOf(SIZE);
const without = (...gone: number[]): LedgerLeaf[] => leaves.filter(({ leafIndex }) => !gone.includes(leafIndex));
const withLeaf = (index: number, change: Partial<LedgerLeaf>): LedgerLeaf[] =>
  leaves.map((leaf) => (leaf.leafIndex === index ? { ...leaf, ...change } : leaf));

let key: AuditKey;
let heads: SignedTreeHead[];
let anchors: SignedTreeHead[];
beforeAll(async () => {
  key = await createAuditKey();
  heads = await headsOf(key, leaves, SIZES);
  anchors = heads.slice(2);
});

const attack = async (attacked: readonly LedgerLeaf[], own: readonly SignedTreeHead[] = heads): Promise<string[]> =>
  told(await verify({ key, leaves: attacked, heads: own, anchors }));

describe('hashes of leaves were made to fit as well', () => {
  test('an edit is narrowed down to the leaves between two heads', async () => {
    const edited = rehashed(withLeaf(13, { canonical: 'edited' }));
    const found = await verify({ key, leaves: edited, heads, anchors });
    expect(told(found)).toEqual(['EDITED 10 110']);
    expect(found.problems[0]?.detail).toContain('leaves 10 to 19');
  });

  test('and to a pair of leaves where a stored subtree tells', async () => {
    const edited = rehashed(withLeaf(13, { canonical: 'edited' }));
    const storedHash = async ({ index }: { index: number }): Promise<Buffer> => {
      const pair = createTreeHasher();
      for (const leaf of leaves.slice(2 * index, 2 * index + 2)) pair.append(leaf.leafHash!);
      return pair.root();
    };
    expect(told(await verify({ key, leaves: edited, heads, anchors, storedHash }))).toEqual(['EDITED 12 112']);
  });

  test('an inserted entry and exchanged ones are found by trying', async () => {
    const inserted = rehashed([...leaves.slice(0, 13), { ...forged(13), entryId: 999 }, ...leaves.slice(13)]);
    expect(await attack(inserted)).toEqual(['INSERTED 13 999']);
    const exchanged = [...leaves];
    [exchanged[13], exchanged[17]] = [leaves[17]!, leaves[13]!];
    expect(await attack(rehashed(exchanged))).toEqual(['REORDERED 13 117']);
  });

  test('a deleted entry leaves the audit short', async () => {
    expect(await attack(rehashed(without(13)))).toEqual(['MISSING 10 110', 'TRUNCATED 39 -']);
  });

  test('everything, with the heads deleted: anchors still tell', async () => {
    const all = rehashed(leaves.map((leaf) => ({ ...leaf, canonical: `${String(leaf.canonical)} ` })));
    expect(await attack(all, [])).toEqual(['EDITED 0 100']);
  });

  test('an older copy was put back, as it was and continued', async () => {
    expect(await attack(leaves.slice(0, 25), heads.slice(0, 3))).toEqual(['TRUNCATED 25 -']);
    const continued = rehashed([...leaves.slice(0, 25), ...Array.from({ length: 25 }, (_, at) => forged(25 + at))]);
    const newer = [...heads.slice(0, 3), ...(await headsOf(key, continued, [28, 50]))];
    expect(await attack(continued, newer)).toEqual(['TRUNCATED 20 -', 'MISSING - -']);
  });
});

describe('heads were changed', () => {
  test('two rows with each other’s content', async () => {
    const [, first, second] = heads as [SignedTreeHead, SignedTreeHead, SignedTreeHead];
    const swapped = [
      { ...second, treeSize: 10 },
      { ...first, treeSize: 20 },
    ];
    const found = await verify({ key, leaves, heads: [...swapped, ...heads.slice(3)], anchors });
    expect(told(found)).toEqual(['REORDERED - -', 'REORDERED - -']);
    expect(found.problems[0]?.detail).toBe('The head at size 10 is filed under 10 entries but signed for 20.');
  });

  test('deleted, shown with another root, or signed by somebody else', async () => {
    expect(await attack(leaves, [heads[1]!, heads[2]!, heads[4]!])).toEqual(['MISSING - -']);
    const shown = [...heads.slice(0, 4), { ...heads[4]!, rootHash: heads[3]!.rootHash }];
    expect(await attack(leaves, shown)).toEqual(['EDITED - -']);
    const stranger = await createAuditKey('audit-1');
    expect(await attack(leaves, [...heads, ...(await headsOf(stranger, leaves, [35]))])).toEqual(['EDITED - -']);
  });

  test('signed with the right key for another history', async () => {
    const other = await headsOf(key, rehashed(withLeaf(3, { canonical: 'edited' })), [25]);
    expect(await attack(leaves, [...heads, ...other])).toEqual(['EDITED - -']);
  });
});
