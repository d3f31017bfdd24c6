import type { AuditProblem } from './audit-problem.js';
import { HASH_BYTES } from './merkle.js';
import type { TreeHeadReader } from './tree-head.js';

/** A head as it was found. `where` names the finding place to a person; what is filed beside the signature is compared with it. */
export interface FoundHead {
  jws: string;
  anchored: boolean;
  where: string;
  treeSize?: number;
  rootHash?: string;
}

/** Heads whose signatures hold, by rising size. */
export interface HeadList {
  readonly count: number;
  readonly anchoredSize: number;
  readonly largestSize: number;
  readonly problems: readonly AuditProblem[];
  sizeAt(place: number): number;
  isAnchored(place: number): boolean;
  matches(place: number, root: Buffer): boolean;
}

export interface HeadListOptions {
  read: TreeHeadReader;
  /** Whether what is not anchored is to hold every head that is, as the database's own list does. */
  ownListIsWhole?: boolean;
}

const FIRST_CAPACITY = 1_024;

/** Collects heads from the database, a bundle and anchors; 41 bytes each, however many there are. */
export function createHeadCollector(options: HeadListOptions) {
  const sizes: number[] = [];
  const anchored: boolean[] = [];
  const problems: AuditProblem[] = [];
  let roots = Buffer.alloc(FIRST_CAPACITY * HASH_BYTES);

  async function add(found: FoundHead): Promise<void> {
    const reading = await options.read(found.jws);
    if ('fault' in reading) {
      problems.push({ kind: 'EDITED', detail: `The head at ${found.where} cannot be trusted: ${reading.fault}.` });
      return;
    }
    const { treeSize, rootHash } = reading.head;
    if (found.treeSize !== undefined && found.treeSize !== treeSize) {
      const detail = `The head at ${found.where} is filed under ${found.treeSize} entries but signed for ${treeSize}.`;
      problems.push({ kind: 'REORDERED', detail });
    } else if (found.rootHash !== undefined && found.rootHash !== rootHash) {
      problems.push({
        kind: 'EDITED',
        detail: `The head at ${found.where} shows another root than the one that is signed.`,
      });
    }
    if (roots.length === sizes.length * HASH_BYTES) roots = Buffer.concat([roots, Buffer.alloc(roots.length)]);
    roots.write(rootHash, sizes.length * HASH_BYTES, 'hex');
    sizes.push(treeSize);
    anchored.push(found.anchored);
  }

  function list(): HeadList {
    const order = Uint32Array.from(sizes.keys()).sort((left, right) => sizes[left]! - sizes[right]!);
    const anchoredSizes = order.filter((at) => anchored[at]);
    const unfiled = options.ownListIsWhole ? missingFrom(order, sizes, anchored) : [];
    const last = (places: Uint32Array): number => (places.length === 0 ? 0 : sizes[places.at(-1)!]!);
    return {
      count: order.length,
      anchoredSize: last(anchoredSizes),
      largestSize: last(order),
      problems: [...problems, ...unfiled],
      sizeAt: (place) => sizes[order[place]!]!,
      isAnchored: (place) => anchored[order[place]!]!,
      matches: (place, root) =>
        roots.compare(root, 0, HASH_BYTES, order[place]! * HASH_BYTES, (order[place]! + 1) * HASH_BYTES) === 0,
    };
  }

  return { add, list };
}

/** Anchored heads without a counterpart, as far as the own list reaches: what lies beyond is a matter of truncation. */
function missingFrom(order: Uint32Array, sizes: readonly number[], anchored: readonly boolean[]): AuditProblem[] {
  const own = new Set<number>();
  let reach = 0;
  for (const at of order) {
    if (anchored[at]) continue;
    own.add(sizes[at]!);
    reach = sizes[at]!;
  }
  const missing = new Set([...order].map((at) => sizes[at]!).filter((size) => size < reach && !own.has(size)));
  if (missing.size === 0) return [];
  const [first] = missing;
  const detail = `The head over ${first} entries is anchored but is not among the audit's own heads (${missing.size} such).`;
  return [{ kind: 'MISSING', detail }];
}
