import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leafHash } from '../../../../domain/audit/merkle.js';
import type { LedgerLeaf } from '../../../../domain/audit/leaf-check.js';
import type { SignedTreeHead } from '../../../../domain/audit/tree-head.js';
import { createAuditKey, headsOf, ledgerOf, sealed, textOf, told, verify } from './ledger-world.js';
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

describe('nothing was done', () => {
  test('the audit is whole, and entries newer than the last head are no fault', async () => {
    const longer = ledgerOf(SIZE + 5);
    const found = await verify({ key, leaves: longer, heads, anchors });
    expect(found).toEqual({ ok: true, checkedSize: SIZE + 5, anchoredSize: SIZE, problems: [] });
  });

  test('of any size, with heads anywhere', async () => {
    const sizes = fc
      .integer({ min: 0, max: 70 })
      .chain((size) =>
        fc.record({ size: fc.constant(size), at: fc.array(fc.integer({ min: 0, max: size }), { maxLength: 6 }) }),
      );
    await fc.assert(
      fc.asyncProperty(sizes, async ({ size, at }) => {
        const whole = ledgerOf(size);
        const found = await verify({ key, leaves: whole, heads: await headsOf(key, whole, at) });
        expect(found).toEqual({ ok: true, checkedSize: size, anchoredSize: 0, problems: [] });
      }),
      { numRuns: 30 },
    );
  });
});

describe('rows were changed, stored hashes were not', () => {
  test('the text of an entry', async () => {
    expect(await attack(withLeaf(13, { canonical: textOf(13).replace('13}', '14}') }))).toEqual(['EDITED 13 113']);
  });

  test('columns only', async () => {
    expect(await attack(withLeaf(13, { disagrees: true }))).toEqual(['EDITED 13 113']);
  });

  test('any one bit of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(SIZE - 1), fc.nat(), fc.nat(7), async (at, byte, bit) => {
        const text = Buffer.from(textOf(at));
        text[byte % text.length]! ^= 1 << bit;
        expect(await attack(withLeaf(at, { canonical: text }))).toEqual([`EDITED ${at} ${at + 100}`]);
      }),
      { numRuns: 50 },
    );
  });

  test('the stored hash alone', async () => {
    for (const stored of [leafHash('other'), Buffer.alloc(0), Buffer.alloc(33)]) {
      expect(await attack(withLeaf(13, { leafHash: stored }))).toEqual(['EDITED 13 113']);
    }
  });

  test('entries deleted: in the middle, several, at the end, all of them', async () => {
    expect(await attack(withLeaf(13, { canonical: undefined }))).toEqual(['MISSING 13 113']);
    const gone = (from: number, to: number): LedgerLeaf[] =>
      leaves.map((leaf) => (leaf.leafIndex >= from && leaf.leafIndex <= to ? { ...leaf, canonical: undefined } : leaf));
    expect(await attack(gone(13, 15))).toEqual(['MISSING 13 113']);
    expect(await attack(gone(35, 39))).toEqual(['TRUNCATED 35 135']);
    expect(await attack(gone(0, 39))).toEqual(['TRUNCATED 0 100']);
  });

  test('leaves deleted with their entries', async () => {
    expect(await attack(without(13))).toEqual(['MISSING 13 -']);
    expect(await attack(leaves.slice(0, 35))).toEqual(['TRUNCATED 35 -']);
    expect(await attack([])).toEqual(['TRUNCATED 0 -']);
  });

  test('two entries in each other’s place', async () => {
    const exchanged = leaves.map((leaf) => {
      const other = { 13: 26, 26: 13 }[leaf.leafIndex];
      return other === undefined ? leaf : { ...leaf, canonical: textOf(other), entryId: other + 100 };
    });
    expect(await attack(exchanged)).toEqual(['REORDERED 13 126', 'REORDERED 26 113']);
  });

  test('an entry put between, the others moved along', async () => {
    const shifted = leaves.map((leaf) =>
      leaf.leafIndex < 13
        ? leaf
        : { ...leaf, ...(leaf.leafIndex === 13 ? forged(13) : textAt(leaf.leafIndex - 1)), leafHash: leaf.leafHash },
    );
    const found = await attack([...shifted, sealed(SIZE, textOf(SIZE - 1), 139)]);
    expect(found[0]).toBe('INSERTED 13 113');
    expect(found[1]).toBe('REORDERED 14 113');
  });

  test('lines of a file out of order, and one twice', async () => {
    const swapped = [...leaves.slice(0, 13), leaves[14]!, leaves[13]!, ...leaves.slice(15)];
    expect(await attack(swapped)).toEqual(['REORDERED 13 113']);
    expect(await attack([...leaves.slice(0, 14), leaves[13]!, ...leaves.slice(14)])).toEqual(['INSERTED 13 113']);
  });
});

const textAt = (index: number): Partial<LedgerLeaf> => ({ canonical: textOf(index), entryId: index + 100 });

test('a table of problems is cut where it says nothing new', async () => {
  const every = ledgerOf(300).map((leaf) => ({ ...leaf, canonical: `${String(leaf.canonical)} ` }));
  const { problems } = await verify({ key, leaves: every, anchors });
  expect(problems).toHaveLength(100);
  expect(problems[0]).toMatchObject({ kind: 'EDITED', leafIndex: 0, entryId: '100' });
  expect(problems[99]?.detail).toContain('(and 200 more problems)');
});
