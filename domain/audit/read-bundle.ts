import { BUNDLE_FORMAT } from './bundle.js';
import type { BundleEnd, PrivateValue } from './bundle.js';
import type { LedgerLeaf } from './leaf-check.js';
import { readLines } from './read-lines.js';

export type BundlePart =
  | { kind: 'header' }
  | { kind: 'head'; jws: string }
  | { kind: 'leaf'; leaf: LedgerLeaf }
  | { kind: 'private'; value: PrivateValue }
  | { kind: 'end'; end: BundleEnd };

/** A line that is none of the format's. The message names the line. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

const LEAF_START = '{"leaf":';
const HASH_START = ',"hash":"';
const HASH_DIGITS = 64;
const ENTRY_START = '","entry":';
const ID_START = '{"v":1,"id":';
/** One spelling only, so that no byte of a bundle can change without a trace. */
const LOWER_HEX = /^[0-9a-f]*$/;
const BRACE = '}'.charCodeAt(0);
const NOUGHT = '0'.charCodeAt(0);
const NULL = Buffer.from('null');

/** The parts of a bundle in turn, in batches; a text is good until the next batch is asked for. Throws BundleError. */
export async function* readBundle(chunks: AsyncIterable<Buffer>): AsyncGenerator<BundlePart[]> {
  let line = 0;
  for await (const lines of readLines(chunks)) {
    const parts: BundlePart[] = [];
    for (const bytes of lines) {
      line += 1;
      const part = startsWith(bytes, LEAF_START, 0) ? leafOf(bytes) : otherOf(bytes);
      if (!part) throw new BundleError(`Line ${line} is not a line of ${BUNDLE_FORMAT}.`);
      parts.push(part);
    }
    yield parts;
  }
}

/** By position rather than by parsing: the text inside is hashed as it stands. */
function leafOf(line: Buffer): BundlePart | undefined {
  const index = digitsAt(line, LEAF_START.length);
  const hashAt = index.end + HASH_START.length;
  const entryAt = hashAt + HASH_DIGITS + ENTRY_START.length;
  const shaped = startsWith(line, HASH_START, index.end) && startsWith(line, ENTRY_START, hashAt + HASH_DIGITS);
  if (!shaped || line.at(-1) !== BRACE) return undefined;
  const hash = line.toString('latin1', hashAt, hashAt + HASH_DIGITS);
  const leafHash = Buffer.from(hash, 'hex');
  const canonical = line.subarray(entryAt, -1);
  if (!LOWER_HEX.test(hash)) return undefined;
  if (canonical.equals(NULL)) return { kind: 'leaf', leaf: { leafIndex: index.value, leafHash } };
  const entryId = startsWith(canonical, ID_START, 0) ? digitsAt(canonical, ID_START.length).value : undefined;
  return { kind: 'leaf', leaf: { leafIndex: index.value, leafHash, entryId, canonical } };
}

function otherOf(line: Buffer): BundlePart | undefined {
  const parsed = parse(line.toString());
  if (parsed.format === BUNDLE_FORMAT) return { kind: 'header' };
  if (typeof parsed.head === 'string') return { kind: 'head', jws: parsed.head };
  if (isObject(parsed.private)) return privateOf(parsed.private);
  if (isObject(parsed.end)) return endOf(parsed.end);
  return undefined;
}

function privateOf({ path, salt, value }: Record<string, unknown>): BundlePart | undefined {
  if (typeof path !== 'string' || typeof salt !== 'string' || typeof value !== 'string') return undefined;
  return LOWER_HEX.test(salt) ? { kind: 'private', value: { path, salt, value } } : undefined;
}

function endOf({ heads, leaves }: Record<string, unknown>): BundlePart | undefined {
  if (typeof heads !== 'number' || typeof leaves !== 'number') return undefined;
  return { kind: 'end', end: { heads, leaves } };
}

function parse(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function startsWith(bytes: Buffer, ascii: string, at: number): boolean {
  for (let offset = 0; offset < ascii.length; offset += 1) {
    if (bytes[at + offset] !== ascii.charCodeAt(offset)) return false;
  }
  return true;
}

function digitsAt(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (; end < bytes.length; end += 1) {
    const digit = bytes[end]! - NOUGHT;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return { value, end };
}
