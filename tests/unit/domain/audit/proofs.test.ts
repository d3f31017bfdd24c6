import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTreeHasher, EMPTY_ROOT, leafHash } from '../../../../domain/audit/merkle.js';
import {
  consistencyNodes,
  consistencyPath,
  inclusionNodes,
  inclusionPath,
  verifyConsistency,
  verifyInclusion,
} from '../../../../domain/audit/proofs.js';
import type { HashOf } from '../../../../domain/audit/proofs.js';
import { naiveConsistency, naiveInclusion, naiveRoot } from './naive-tree.js';
import { CONSISTENCIES, INCLUSIONS, LEAF_INPUTS, NODES, ROOTS } from './rfc6962-vectors.js';

const published: HashOf = ({ level, index }) => NODES[level]![index]!;

/** Complete subtrees only, as a table keeps them. */
function storeOf(inputs: readonly Buffer[]): HashOf {
  const hashes = new Map<string, Buffer>();
  const tree = createTreeHasher(undefined, ({ level, index, hash }) => hashes.set(`${level}.${index}`, hash));
  inputs.forEach((input, index) => {
    hashes.set(`0.${index}`, leafHash(input));
    tree.append(leafHash(input));
  });
  return ({ level, index }) => {
    const hash = hashes.get(`${level}.${index}`);
    if (!hash) throw new Error(`No complete subtree ${level}.${index}.`);
    return hash;
  };
}

const inputsOf = (size: number): Buffer[] => Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`));
const flipped = (hash: Buffer): Buffer => Buffer.from(hash.map((byte, index) => (index === 7 ? byte ^ 8 : byte)));
/** Every way to spoil a path: a bit in each element, one left out, one too many at either end, a short one. */
const spoiled = (path: readonly Buffer[], extra: Buffer): Buffer[][] => [
  ...path.map((_, at) => path.map((hash, index) => (index === at ? flipped(hash) : hash))),
  ...path.map((_, at) => path.filter((_hash, index) => index !== at)),
  [...path, extra],
  [extra, ...path],
  [...path, Buffer.alloc(0)],
];

describe('published vectors', () => {
  test.each(INCLUSIONS)('leaf $leafIndex in $treeSize', ({ leafIndex, treeSize, path }) => {
    expect(inclusionPath(leafIndex, treeSize, published)).toEqual(path);
    const leaf = leafHash(LEAF_INPUTS[leafIndex]!);
    const claim = { leafIndex, treeSize, leafHash: leaf, path, rootHash: ROOTS[treeSize]! };
    expect(verifyInclusion(claim)).toBe(true);
    for (const wrong of spoiled(path, ROOTS[8]!)) expect(verifyInclusion({ ...claim, path: wrong })).toBe(false);
    for (const index of [leafIndex - 1, leafIndex + 1, leafIndex ^ 2, leafIndex + 0.5]) {
      expect(verifyInclusion({ ...claim, leafIndex: index })).toBe(false);
    }
    for (const size of [treeSize * 2, Math.floor(treeSize / 2), 0, NaN]) {
      expect(verifyInclusion({ ...claim, treeSize: size })).toBe(false);
    }
    expect(verifyInclusion({ ...claim, rootHash: EMPTY_ROOT })).toBe(false);
    expect(verifyInclusion({ ...claim, leafHash: Buffer.from('short') })).toBe(false);
  });

  test.each(CONSISTENCIES)('$from is the beginning of $to', ({ from, to, path }) => {
    expect(consistencyPath(from, to, published)).toEqual(path);
    const claim = { from, to, path, fromRoot: ROOTS[from]!, toRoot: ROOTS[to]! };
    expect(verifyConsistency(claim)).toBe(true);
    for (const wrong of spoiled(path, ROOTS[8]!)) expect(verifyConsistency({ ...claim, path: wrong })).toBe(false);
    expect(verifyConsistency({ ...claim, fromRoot: EMPTY_ROOT })).toBe(false);
    expect(verifyConsistency({ ...claim, toRoot: EMPTY_ROOT })).toBe(false);
    if (from === to) return;
    expect(verifyConsistency({ ...claim, path: [] })).toBe(false);
    expect(verifyConsistency({ ...claim, fromRoot: ROOTS[to]!, toRoot: ROOTS[from]! })).toBe(false);
    for (const size of [from - 1, from + 1, from ^ 2]) expect(verifyConsistency({ ...claim, from: size })).toBe(false);
    for (const size of [to * 2, Math.floor(to / 2)]) expect(verifyConsistency({ ...claim, to: size })).toBe(false);
  });
});

describe('against the definition', () => {
  test('paths agree, verify, and read few nodes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, some, other) => {
        const inputs = inputsOf(size);
        const hashOf = storeOf(inputs);
        const leafIndex = some % size;
        const from = other % (size + 1);
        const path = inclusionPath(leafIndex, size, hashOf);
        expect(path).toEqual(naiveInclusion(leafIndex, inputs));
        const rootHash = naiveRoot(inputs);
        const leaf = leafHash(inputs[leafIndex]!);
        expect(verifyInclusion({ leafIndex, treeSize: size, leafHash: leaf, path, rootHash })).toBe(true);
        const proof = consistencyPath(from, size, hashOf);
        expect(proof).toEqual(naiveConsistency(from, inputs));
        const fromRoot = naiveRoot(inputs.slice(0, from));
        expect(verifyConsistency({ from, to: size, fromRoot, toRoot: rootHash, path: proof })).toBe(true);
      }),
    );
  });

  test('a history that was changed is not the beginning of the new one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), fc.nat(), fc.nat(), (size, some, other) => {
        const from = 1 + (some % (size - 1));
        const before = inputsOf(size);
        const after = before.map((input, index) => (index === other % from ? Buffer.from('changed') : input));
        const claim = { from, to: size, fromRoot: naiveRoot(before.slice(0, from)), toRoot: naiveRoot(after) };
        for (const inputs of [before, after]) {
          expect(verifyConsistency({ ...claim, path: consistencyPath(from, size, storeOf(inputs)) })).toBe(false);
        }
      }),
    );
  });

  test('a proof in a tree of any size reads at most two nodes for each level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 45 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (size, at) => {
          const place = Math.floor(at * size);
          const most = 2 * Math.ceil(Math.log2(size) + 1);
          expect(inclusionNodes(place, size).flat().length).toBeLessThanOrEqual(most);
          const nodes = consistencyNodes(place, size).flat();
          expect(nodes.length).toBeLessThanOrEqual(most);
          for (const { level, index } of nodes) expect((index + 1) * 2 ** level).toBeLessThanOrEqual(size);
        },
      ),
    );
  });
});

test('no proof of what is not there', () => {
  expect(() => inclusionNodes(3, 3)).toThrow('Leaf 3 is not in a tree of 3.');
  expect(() => inclusionNodes(-1, 3)).toThrow(RangeError);
  expect(() => consistencyNodes(4, 3)).toThrow(RangeError);
  expect(verifyConsistency({ from: 0, to: 0, fromRoot: EMPTY_ROOT, toRoot: EMPTY_ROOT, path: [] })).toBe(true);
  expect(verifyConsistency({ from: 0, to: 1, fromRoot: ROOTS[1]!, toRoot: ROOTS[1]!, path: [] })).toBe(false);
});
