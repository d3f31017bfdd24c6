import { DomainError } from '../../domain/errors.js';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export interface PageRequest {
  limit: number;
  cursor: string | null;
}

/** Opaque to callers: the last row's sort key and id. */
export function encodeCursor(...position: [key: string | number, id?: string]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws `validation_failed` for anything that `encodeCursor` did not make; `isKey` judges the sort key. */
export function decodeCursor(
  cursor: string | null,
  isKey: (key: string) => boolean = () => true,
): [key: string, id: string] | null {
  if (cursor === null) return null;
  const [key, id, ...more] = cursorParts(cursor);
  if (typeof key !== 'string' || typeof id !== 'string' || more.length > 0) throw foreignCursor();
  if (!UUID.test(id) || !isKey(key)) throw foreignCursor();
  return [key, id];
}

/** The position in any list's cursor, still of unknown types; nothing in it that PostgreSQL text could not hold. */
export function cursorParts(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const storable = !/\\u(0000|d[89a-f])/.test(JSON.stringify(parts));
    if (Array.isArray(parts) && storable) return parts as unknown[];
  } catch {
    // Falls through to the one answer for all bad cursors.
  }
  throw foreignCursor();
}

export function foreignCursor(): DomainError {
  return new DomainError('validation_failed', 'The cursor is not one of ours.', {
    errors: [{ pointer: '/cursor', message: 'must be nextCursor of the page before' }],
  });
}

/** Rows were read with one more than the limit: that one says whether there is a next page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), nextCursor: rows.length > limit && last ? cursor(last) : null };
}

/** A search text as an ILIKE pattern that takes it literally. */
export function likePattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}
