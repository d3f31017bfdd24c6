import type { CryptoKey, JSONWebKeySet } from 'jose';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { CompactSign } from 'jose/jws/compact/sign';
import { compactVerify } from 'jose/jws/compact/verify';
import { importJWK } from 'jose/key/import';

/** What the tree of audit entries was at some instant (UTC, ISO 8601); `rootHash` is hex. */
export interface TreeHead {
  treeSize: number;
  rootHash: string;
  at: string;
}

export interface SignedTreeHead extends TreeHead {
  jws: string;
}

/** A head that its signature vouches for, or what is wrong with it. */
export type HeadReading = { head: TreeHead } | { fault: string };
export type TreeHeadReader = (jws: string) => Promise<HeadReading>;

/** Keys for heads stand beside those for access tokens in one published set; only a `kid` that begins so may sign heads. */
export const AUDIT_KID_PREFIX = 'audit-';

const HEAD_ALGORITHM = 'EdDSA';
/** Keeps whatever else a key may sign from passing for a head. */
const HEAD_TYPE = 'audit-head+jws';

/** Signs a head with a private Ed25519 key. Throws RangeError for a `kid` that verifiers would not accept. */
export async function signTreeHead(head: TreeHead, key: CryptoKey, kid: string): Promise<SignedTreeHead> {
  if (!kid.startsWith(AUDIT_KID_PREFIX))
    throw new RangeError(`An audit key's id begins with "${AUDIT_KID_PREFIX}": "${kid}".`);
  const { treeSize, rootHash, at } = head;
  const jws = await new CompactSign(Buffer.from(JSON.stringify({ treeSize, rootHash, at })))
    .setProtectedHeader({ alg: HEAD_ALGORITHM, kid, typ: HEAD_TYPE })
    .sign(key);
  return { treeSize, rootHash, at, jws };
}

/** Reads heads against published keys, old ones included. Throws Error where none of them is an audit key. */
export async function createTreeHeadReader(published: JSONWebKeySet): Promise<TreeHeadReader> {
  const keys = new Map<string, CryptoKey>();
  for (const jwk of published.keys) {
    if (!jwk.kid?.startsWith(AUDIT_KID_PREFIX) || jwk.crv !== 'Ed25519') continue;
    const { d: _private, ...publicJwk } = jwk;
    const key = await importJWK(publicJwk, HEAD_ALGORITHM);
    if (!(key instanceof Uint8Array)) keys.set(jwk.kid, key);
  }
  if (keys.size === 0)
    throw new Error(`No key has an id that begins with "${AUDIT_KID_PREFIX}": not the clinic's key set.`);
  return async (jws) => {
    try {
      return await read(jws, keys);
    } catch {
      return { fault: 'its signature is not valid' };
    }
  };
}

async function read(jws: string, keys: ReadonlyMap<string, CryptoKey>): Promise<HeadReading> {
  if (!jws.split('.').every(isPlainBase64url)) return { fault: 'it is no compact JWS' };
  const { kid = '' } = decodeProtectedHeader(jws);
  const key = keys.get(kid);
  if (!key) return { fault: `it is signed with a key that is not published ("${kid}")` };
  const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [HEAD_ALGORITHM] });
  const head = parseTreeHead(Buffer.from(payload).toString());
  if (protectedHeader.typ !== HEAD_TYPE || !head) return { fault: 'what is signed is not a tree head' };
  return { head };
}

/** A head's members from JSON text; undefined for anything else. */
export function parseTreeHead(text: string): TreeHead | undefined {
  const { treeSize, rootHash, at } = JSON.parse(text) as Record<string, unknown>;
  if (typeof treeSize !== 'number' || !Number.isSafeInteger(treeSize) || treeSize < 0) return undefined;
  if (typeof rootHash !== 'string' || !/^[0-9a-f]{64}$/.test(rootHash)) return undefined;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return undefined;
  return { treeSize, rootHash, at };
}

/** Spare bits of a last letter could say anything. */
const isPlainBase64url = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text;
