import { cursorParts, encodeCursor, foreignCursor, type Page } from '../../prisma/views/page.js';

/** A page of a list that is made as a whole; `keyOf` rises strictly along it and survives what is added later. */
export function sliceOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item, index: number) => string | number,
  page: { limit: number; cursor?: string | undefined },
): Page<Item> {
  const after = page.cursor === undefined ? null : keyIn(page.cursor);
  const rest = items.map((item, index) => ({ item, key: keyOf(item, index) })).filter(({ key }) => isAfter(key, after));
  const shown = rest.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextCursor: last !== undefined && rest.length > page.limit ? encodeCursor(last.key) : null,
  };
}

function isAfter(key: string | number, after: string | number | null): boolean {
  if (after === null) return true;
  if (typeof key !== typeof after) throw foreignCursor();
  return key > after;
}

function keyIn(cursor: string): string | number {
  const [key] = cursorParts(cursor);
  if (typeof key === 'string' || typeof key === 'number') return key;
  throw foreignCursor();
}
