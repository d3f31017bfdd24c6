import { createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, importJWK, type CryptoKey, type JWK } from 'jose';

export const SIGNING_ALGORITHM = 'EdDSA';

export interface PublicKey {
  kty: string;
  crv: string;
  x: string;
  kid: string;
  alg: string;
  use: string;
}

/** Throws where it is not a private Ed25519 key. */
export async function importSigningKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, SIGNING_ALGORITHM);
  if (key instanceof Uint8Array || jwk.crv !== 'Ed25519' || jwk.d === undefined) {
    throw new Error('The signing key must be a private Ed25519 JWK.');
  }
  return key;
}

/** What the world may see of the key. */
export async function publicPartOf(privateJwk: JWK): Promise<PublicKey> {
  const publicJwk = await exportJWK(createPublicKey({ key: privateJwk as never, format: 'jwk' }));
  const kid = privateJwk.kid ?? (await calculateJwkThumbprint(publicJwk));
  return { kty: 'OKP', crv: 'Ed25519', x: String(publicJwk.x), kid, alg: SIGNING_ALGORITHM, use: 'sig' };
}
