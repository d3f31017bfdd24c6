import { createHash } from 'node:crypto';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** SHA-256 (hex) of the body's canonical JSON: the order of keys and absent members make no difference. */
export function bodyHash(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body), 'utf8').digest('hex');
}

/** JSON with sorted keys and without white space; `undefined` members are left out, as JSON.stringify does. */
export function canonicalJson(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return JSON.stringify(sorted(JSON.parse(text) as Json));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
