import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import type { SignInKeys } from '../../prisma/stores/auth-store.js';

/** Keyed hashes of an email address and a network address, so that the rows that count attempts hold neither. */
export function signInKeys(secret: Buffer, email: string, source: string): SignInKeys {
  const keyed = (kind: string, value: string): string =>
    createHmac('sha256', secret).update(`${kind}:${value}`).digest('hex');
  return { email, emailHash: keyed('email', email), sourceHash: keyed('source', source) };
}

/** A secret for one purpose, drawn from the signing key, so that every process has the same. */
export function derivedSecret(privateJwk: JWK, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(String(privateJwk.d), 'base64url'), 'clinic', purpose, 32));
}

export interface RefreshToken {
  sid: string;
  hash: string;
}

/** A new refresh token of a family; only its hash is stored. */
export function newRefreshToken(sid: string): RefreshToken & { token: string } {
  const token = `${sid}.${randomBytes(32).toString('base64url')}`;
  return { token, sid, hash: hashOf(token) };
}

/** The family and hash of a refresh token as given; null for anything that cannot be one. */
export function readRefreshToken(token: string): RefreshToken | null {
  const sid = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{43}$/.exec(token)?.[1];
  return sid === undefined ? null : { sid, hash: hashOf(token) };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
