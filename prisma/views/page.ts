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
export function encodeCursor(key: string, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws `validation_failed` for anything that `encodeCursor` did not make; `isKey` judges the sort key. */
export function decodeCursor(
  cursor: string | null,
  isKey: (key: string) => boolean = () => true,
): [key: string, id: string] | null {
  if (cursor === null) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === 2) {
      const [key, id] = parts as unknown[];
      if (typeof key === 'string' && typeof id === 'string' && UUID.test(id) && isKey(key)) return [key, id];
    }
  } catch {
    // Falls through to the one answer for all bad cursors.
  }
  throw new DomainError('validation_failed', 'The cursor is not one of ours.', {
    errors: [{ pointer: '/cursor', message: 'Use nextCursor of the page before.' }],
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
