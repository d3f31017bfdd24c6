import { completeSubtrees, EMPTY_ROOT, HASH_BYTES, joinNodes, nodeHash } from './merkle.js';
import type { NodeAt } from './merkle.js';

/** Where a hash that is wanted comes from, as a rule a store of leaves (level 0) and complete subtrees. Throws what it lacks. */
export type HashOf = (node: NodeAt) => Buffer;

export interface InclusionClaim {
  leafIndex: number;
  treeSize: number;
  leafHash: Buffer;
  path: readonly Buffer[];
  rootHash: Buffer;
}

export interface ConsistencyClaim {
  from: number;
  to: number;
  fromRoot: Buffer;
  toRoot: Buffer;
  path: readonly Buffer[];
}

/**
 * The hashes that prove a leaf to be in a tree, lowest first. Each is given as the complete subtrees it is made of, left to
 * right, to be put together by `joinNodes`: one as a rule, several where the path passes the tree's unfinished right edge.
 * In all O(log n) of them. Throws RangeError for a leaf outside the tree.
 */
export function inclusionNodes(leafIndex: number, treeSize: number): NodeAt[][] {
  assertSize('treeSize', treeSize, 1);
  assertSize('leafIndex', leafIndex, 0);
  if (leafIndex >= treeSize) throw new RangeError(`Leaf ${leafIndex} is not in a tree of ${treeSize}.`);
  const path: NodeAt[][] = [];
  let start = 0;
  let end = treeSize;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    path.push(leafIndex < middle ? completeSubtrees(middle, end) : completeSubtrees(start, middle));
    if (leafIndex < middle) end = middle;
    else start = middle;
  }
  return path.reverse();
}

/**
 * The hashes that prove a tree of size `from` to be the beginning of one of size `to`, in the form of `inclusionNodes`; none
 * when `from` is 0 or both are equal. Throws RangeError unless 0 <= from <= to.
 */
export function consistencyNodes(from: number, to: number): NodeAt[][] {
  assertSize('from', from, 0);
  assertSize('to', to, from);
  if (from === 0) return [];
  const path: NodeAt[][] = [];
  let start = 0;
  let end = to;
  while (from !== end) {
    const middle = start + splitOf(end - start);
    path.push(from <= middle ? completeSubtrees(middle, end) : completeSubtrees(start, middle));
    if (from <= middle) end = middle;
    else start = middle;
  }
  /** Where the old tree is itself the subtree at the bottom, its root is known to whoever verifies. */
  if (start > 0) path.push(completeSubtrees(start, end));
  return path.reverse();
}

/** RFC 6962, 2.1.1: the audit path of a leaf. */
export function inclusionPath(leafIndex: number, treeSize: number, hashOf: HashOf): Buffer[] {
  return inclusionNodes(leafIndex, treeSize).map((nodes) => joinNodes(nodes.map(hashOf)));
}

/** RFC 6962, 2.1.2: the proof between two sizes of one tree. */
export function consistencyPath(from: number, to: number, hashOf: HashOf): Buffer[] {
  return consistencyNodes(from, to).map((nodes) => joinNodes(nodes.map(hashOf)));
}

/** Whether the path leads from the leaf to the root. Never throws: what is out of range or misshapen proves nothing. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { leafIndex, treeSize, path } = claim;
  if (!isSize(treeSize) || !isSize(leafIndex) || leafIndex >= treeSize) return false;
  if (![claim.leafHash, claim.rootHash, ...path].every(isHash)) return false;
  return climb(leafIndex, treeSize, claim.leafHash, path)?.equals(claim.rootHash) ?? false;
}

/** Whether the first tree is the beginning of the second. Never throws. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { from, to, fromRoot, toRoot, path } = claim;
  if (!isSize(from) || !isSize(to) || from > to || ![fromRoot, toRoot, ...path].every(isHash)) return false;
  if (from === 0) return path.length === 0 && fromRoot.equals(EMPTY_ROOT) && (to > 0 || toRoot.equals(EMPTY_ROOT));
  const roots = climbBoth(from, to, fromRoot, path);
  return roots !== undefined && roots.old.equals(fromRoot) && roots.new.equals(toRoot);
}

/** The path is consumed from the top, so that the recursion is the definition's. Undefined when its length does not fit. */
function climb(index: number, size: number, leaf: Buffer, path: readonly Buffer[]): Buffer | undefined {
  const sibling = path.at(-1);
  if (size === 1 || sibling === undefined) return size === 1 && path.length === 0 ? leaf : undefined;
  const split = splitOf(size);
  const rest = path.slice(0, -1);
  if (index < split) return join(climb(index, split, leaf, rest), sibling);
  return join(sibling, climb(index - split, size - split, leaf, rest));
}

interface Roots {
  old: Buffer;
  new: Buffer;
}

/** `known` is the old root as long as the subtree may be the whole old tree. */
function climbBoth(from: number, to: number, known: Buffer | undefined, path: readonly Buffer[]): Roots | undefined {
  const last = path.at(-1);
  if (from === to) {
    const hash = known ?? last;
    return path.length === (known ? 0 : 1) && hash ? { old: hash, new: hash } : undefined;
  }
  if (last === undefined) return undefined;
  const split = splitOf(to);
  const rest = path.slice(0, -1);
  if (from <= split) {
    const left = climbBoth(from, split, known, rest);
    return left && { old: left.old, new: nodeHash(left.new, last) };
  }
  const right = climbBoth(from - split, to - split, undefined, rest);
  return right && { old: nodeHash(last, right.old), new: nodeHash(last, right.new) };
}

function join(left: Buffer | undefined, right: Buffer | undefined): Buffer | undefined {
  return left && right && nodeHash(left, right);
}

/** The largest power of two below a size of at least 2. Sizes may pass 32 bits, hence no bit operations. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

function assertSize(name: string, value: number, least: number): void {
  if (!isSize(value) || value < least)
    throw new RangeError(`${name} must be a whole number from ${least} on: ${value}.`);
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (value: Buffer): boolean => value.length === HASH_BYTES;
