import pg from 'pg';
import type { Prisma } from './generated/client.js';

/**
 * A query as one text, its values as literals: for statements that take no parameters, such as COPY. Takes texts, numbers and
 * arrays of texts, and throws for anything else.
 */
export function inlined(query: Prisma.Sql): string {
  return query.strings.reduce((text, part, index) => text + literal(query.values[index - 1]) + part);
}

function literal(value: unknown): string {
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`;
  throw new TypeError(`A value of type ${typeof value} cannot stand in a statement.`);
}
