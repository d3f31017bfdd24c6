import { hash } from 'node:crypto';
import type { PrivateValue } from './bundle.js';

/** Whether the entry commits, at the value's path, to exactly this value under this salt (hex). What is no entry does not. */
export function isCommittedTo(canonical: string, { path, salt, value }: PrivateValue): boolean {
  const salted = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(value)]);
  return committedAt(canonical, path) === `sha256:${hash('sha256', salted, 'hex')}`;
}

/** A path is `before` or `after`, a point, and a column's name. */
function committedAt(canonical: string, path: string): unknown {
  const point = path.indexOf('.');
  try {
    const entry = JSON.parse(canonical) as Record<string, Record<string, unknown> | null>;
    return entry[path.slice(0, point)]?.[path.slice(point + 1)];
  } catch {
    return undefined;
  }
}
