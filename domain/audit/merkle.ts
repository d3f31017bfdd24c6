import { hash } from 'node:crypto';

/** The tree of RFC 6962, section 2.1, over SHA-256. A node is named by its level (0 are the leaves) and its index from the left. */
export interface NodeAt {
  level: number;
  index: number;
}
export interface TreeNode extends NodeAt {
  hash: Buffer;
}

/** By way of a string: a Buffer that comes from the pool is cheaper than one that owns its 32 bytes. */
function sha256(input: string | Buffer): Buffer {
  return Buffer.from(hash('sha256', input, 'binary'), 'binary');
}

/** A tree as its complete subtrees, largest (leftmost) first: one for each bit set in its size. */
export interface CompactTree {
  size: number;
  nodes: readonly Buffer[];
}

export interface TreeHasher {
  /** Leaves so far. */
  readonly size: number;
  append(leafHash: Buffer): void;
  /** The root over all leaves so far. */
  root(): Buffer;
  /** What `createTreeHasher` needs to go on from here. */
  compact(): CompactTree;
}

export const HASH_BYTES = 32;
/** The root of a tree without leaves. */
export const EMPTY_ROOT = sha256('');

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Prefix and content are hashed in one call from one stretch of memory, several times the speed of an updated hash. */
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);
let leafInput = Buffer.alloc(4_096, LEAF_PREFIX);

/** The hash of a leaf; a string counts as UTF-8. */
export function leafHash(canonical: string | Buffer): Buffer {
  if (typeof canonical === 'string') return sha256(`\0${canonical}`);
  if (canonical.length >= leafInput.length) leafInput = Buffer.alloc(2 * canonical.length + 1, LEAF_PREFIX);
  canonical.copy(leafInput, 1);
  return sha256(leafInput.subarray(0, canonical.length + 1));
}

/** The hash of an inner node over its two children's, each of 32 bytes. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES)
    throw new RangeError('A node joins two SHA-256 hashes.');
  left.copy(nodeInput, 1);
  right.copy(nodeInput, 1 + HASH_BYTES);
  return sha256(nodeInput);
}

/** Joins complete subtrees that stand side by side, left to right, each smaller than the one before it; empty gives the empty root. */
export function joinNodes(hashes: readonly Buffer[]): Buffer {
  return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** The complete subtrees that a tree of that size consists of, largest first: a compact tree's nodes. */
export function compactNodes(size: number): NodeAt[] {
  return completeSubtrees(0, size);
}

/**
 * Complete subtrees, left to right, that cover the leaves [start, end). `start` is a multiple of the largest power of two
 * that fits, as every stretch of a tree that stands on a path is.
 */
export function completeSubtrees(start: number, end: number): NodeAt[] {
  const nodes: NodeAt[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    while (2 ** (level + 1) <= end - at) level += 1;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

/**
 * Computes roots in O(log n) memory, from the beginning or from a compact tree. `onNode` sees each inner complete subtree
 * (level 1 and above) when its last leaf arrives.
 */
export function createTreeHasher(from?: CompactTree, onNode?: (node: TreeNode) => void): TreeHasher {
  let size = from?.size ?? 0;
  const nodes = [...(from?.nodes ?? [])];
  if (nodes.length !== compactNodes(size).length)
    throw new RangeError(`${nodes.length} subtrees do not make a tree of ${size}.`);
  return {
    get size() {
      return size;
    },
    append(leaf) {
      let joined = leaf;
      let index = size;
      for (let level = 1; index % 2 === 1; level += 1) {
        joined = nodeHash(nodes.pop()!, joined);
        index = (index - 1) / 2;
        onNode?.({ level, index, hash: joined });
      }
      nodes.push(joined);
      size += 1;
    },
    root: () => joinNodes(nodes),
    compact: () => ({ size, nodes: [...nodes] }),
  };
}
