import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  compactNodes,
  createTreeHasher,
  EMPTY_ROOT,
  joinNodes,
  leafHash,
  nodeHash,
} from '../../../../domain/audit/merkle.js';
import type { TreeNode } from '../../../../domain/audit/merkle.js';
import { naiveRoot } from './naive-tree.js';
import { LEAF_INPUTS, NODES, ROOTS } from './rfc6962-vectors.js';

const leaves = fc.array(
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 300 },
);

function rootOf(inputs: readonly Buffer[]): Buffer {
  const tree = createTreeHasher();
  for (const input of inputs) tree.append(leafHash(input));
  return tree.root();
}

describe('published vectors', () => {
  test.each(ROOTS.map((root, size) => ({ size, root })))('the root over $size leaves', ({ size, root }) => {
    expect(rootOf(LEAF_INPUTS.slice(0, size))).toEqual(root);
  });

  test('the inner nodes as they become complete, and the compact tree of each size', () => {
    const completed: TreeNode[] = [];
    const tree = createTreeHasher(undefined, (node) => completed.push(node));
    LEAF_INPUTS.forEach((input, index) => {
      expect(leafHash(input)).toEqual(NODES[0]![index]);
      tree.append(leafHash(input));
      const nodes = compactNodes(index + 1).map((at) => NODES[at.level]![at.index]);
      expect(tree.compact()).toEqual({ size: index + 1, nodes });
    });
    expect(completed.map(({ level, index }) => `${level}.${index}`)).toEqual([
      '1.0',
      '1.1',
      '2.0',
      '1.2',
      '1.3',
      '2.1',
      '3.0',
    ]);
    for (const node of completed) expect(node.hash).toEqual(NODES[node.level]![node.index]);
  });
});

describe('against the definition', () => {
  test('roots agree at every size, and from any point where the tree is taken up again', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), (inputs, cut) => {
        const at = cut % (inputs.length + 1);
        const before = createTreeHasher();
        for (const input of inputs.slice(0, at)) before.append(leafHash(input));
        const after = createTreeHasher(before.compact());
        for (const input of inputs.slice(at)) after.append(leafHash(input));
        expect(before.root()).toEqual(naiveRoot(inputs.slice(0, at)));
        expect(after.root()).toEqual(naiveRoot(inputs));
        expect(joinNodes(after.compact().nodes)).toEqual(after.root());
        expect(after.size).toBe(inputs.length);
      }),
    );
  });
});

test('text counts as its UTF-8 bytes, of any length', () => {
  for (const text of ['', 'ñandú 🗓', '"\\u0000"', 'x'.repeat(10_000)]) {
    expect(leafHash(Buffer.from(text))).toEqual(leafHash(text));
    expect(leafHash(text)).toEqual(naiveRoot([Buffer.from(text)]));
  }
});

test('what is not a hash and what is not a tree is refused', () => {
  expect(() => nodeHash(EMPTY_ROOT, EMPTY_ROOT.subarray(1))).toThrow(RangeError);
  expect(() => createTreeHasher({ size: 3, nodes: [EMPTY_ROOT] })).toThrow(/1 subtrees do not make a tree of 3/);
});
