import { createPublicKey, randomUUID, type KeyObject } from 'node:crypto';
import {
  base64url,
  exportJWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type importJWK,
  type JWK,
  type JWTPayload,
} from 'jose';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What a forger has at hand: more than anybody should, our private key included. */
export interface Loot {
  /** An admin's good tokens, and what the first of them says. */
  token: string;
  refreshToken: string;
  claims: JWTPayload;
  ours: Awaited<ReturnType<typeof importJWK>>;
  published: JWK;
  stranger: KeyPair;
  /** Somebody else, and their session. */
  other: { userId: string; sid: string };
}

const now = (): number => Math.floor(Date.now() / 1_000);
const part = (value: object): string => base64url.encode(JSON.stringify(value));

function sign({ claims, ours, published }: Loot, change: JWTPayload, key = ours, header: object = {}): Promise<string> {
  return new SignJWT({ ...claims, ...change })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: published.kid ?? '', ...header })
    .sign(key);
}

function without(loot: Loot, name: string): Promise<string> {
  const { [name]: _left, ...claims } = loot.claims;
  return sign({ ...loot, claims }, {});
}

/** The header and payload given, under the signature of the good token. */
function resigned({ token, claims }: Loot, header: object, change: JWTPayload = {}): string {
  return `${part(header)}.${part({ ...claims, ...change })}.${token.split('.')[2]}`;
}

/** The published key taken for a shared secret. */
function hmac({ claims, published }: Loot, secret: string | Uint8Array): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: published.kid ?? '' }).sign(Buffer.from(secret));
}

const publicKey = ({ published }: Loot): KeyObject => createPublicKey({ key: published as never, format: 'jwk' });
const EDDSA = { alg: 'EdDSA', typ: 'JWT' };

/** Tokens that must not be taken, by what is wrong with them. */
export const FORGERIES: Readonly<Record<string, (loot: Loot) => string | Promise<string>>> = {
  'no algorithm': ({ claims }) => new UnsecuredJWT(claims).encode(),
  'no algorithm, in capitals': ({ claims }) => `${part({ alg: 'NONE' })}.${part(claims)}.`,
  'no algorithm, with our signature': (loot) => resigned(loot, { alg: 'none' }),
  'no signature': ({ token }) => `${token.split('.').slice(0, 2).join('.')}.`,
  'two parts': ({ token }) => token.split('.').slice(0, 2).join('.'),
  'a changed payload': (loot) => resigned(loot, EDDSA, { exp: now() + 86_400 }),
  'an unknown critical extension': ({ claims, ours }) =>
    new SignJWT(claims)
      .setProtectedHeader({ ...EDDSA, crit: ['made-up'], 'made-up': 1 })
      .sign(ours, { crit: { 'made-up': true } }),
  'HMAC with the published key as PEM': (loot) => hmac(loot, publicKey(loot).export({ type: 'spki', format: 'pem' })),
  'HMAC with the published key as DER': (loot) => hmac(loot, publicKey(loot).export({ type: 'spki', format: 'der' })),
  'HMAC with the published point': (loot) => hmac(loot, base64url.decode(String(loot.published.x))),
  'HMAC with the published key as text': (loot) => hmac(loot, JSON.stringify(loot.published)),
  'another key under our key id': (loot) => sign(loot, {}, loot.stranger.privateKey),
  'another key, brought along': async (loot) =>
    sign(loot, {}, loot.stranger.privateKey, { jwk: await exportJWK(loot.stranger.publicKey) }),
  'another key, at an address': (loot) =>
    sign(loot, {}, loot.stranger.privateKey, { jku: 'http://127.0.0.1:9/jwks.json' }),
  'another algorithm': async (loot) => sign(loot, {}, (await generateKeyPair('ES256')).privateKey, { alg: 'ES256' }),
  'another audience': (loot) => sign(loot, { aud: 'clinic-web' }),
  'no audience': (loot) => without(loot, 'aud'),
  'another issuer': (loot) => sign(loot, { iss: 'https://elsewhere.example' }),
  'no issuer': (loot) => without(loot, 'iss'),
  'its time over': (loot) => sign(loot, { exp: now() - 1 }),
  'no end': (loot) => without(loot, 'exp'),
  'an end in words': (loot) => sign(loot, { exp: 'never' as never }),
  'its time to come': (loot) => sign(loot, { nbf: now() + 600 }),
  'no type': (loot) => without(loot, 'typ'),
  'the type of a refresh token': (loot) => sign(loot, { typ: 'refresh' }),
  'the type of a delegated token and no bot': (loot) => sign(loot, { typ: 'delegated' }),
  'no session': (loot) => without(loot, 'sid'),
  'the session of somebody else': (loot) => sign(loot, { sid: loot.other.sid }),
  'somebody else in the session': (loot) => sign(loot, { sub: loot.other.userId }),
  'somebody whom nobody knows': (loot) => sign(loot, { sub: randomUUID() }),
  'another role': (loot) => sign(loot, { role: 'SECRETARY' }),
  'a role that is nobody’s': (loot) => sign(loot, { role: 'SYSTEM' }),
  'an older version of the account': (loot) => sign(loot, { ver: Number(loot.claims['ver']) - 1 }),
  'a refresh token in its place': ({ refreshToken }) => refreshToken,
  'nothing in its place': () => '',
  'dots and letters in its place': () => 'a.b.c',
  'a very long word in its place': () => 'a'.repeat(6_000),
};
