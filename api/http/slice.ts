import { invalidField } from './problem.js';

export interface Slice<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A page of a list that is made as a whole; `keyOf` rises strictly along it and survives what is added later. */
export function sliceOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item, index: number) => string | number,
  page: { limit: number; cursor?: string | undefined },
): Slice<Item> {
  const after = page.cursor === undefined ? null : keyIn(page.cursor);
  const rest = items.map((item, index) => ({ item, key: keyOf(item, index) })).filter(({ key }) => isAfter(key, after));
  const shown = rest.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextCursor: last !== undefined && rest.length > page.limit ? cursorOf(last.key) : null,
  };
}

function isAfter(key: string | number, after: string | number | null): boolean {
  if (after === null) return true;
  if (typeof key !== typeof after) throw invalidField('/cursor', 'is not a cursor of this list');
  return key > after;
}

const cursorOf = (key: string | number): string => Buffer.from(JSON.stringify([key])).toString('base64url');

function keyIn(cursor: string): string | number {
  const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const key: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
  if (typeof key === 'string' || typeof key === 'number') return key;
  throw invalidField('/cursor', 'is not a cursor of this list');
}
