import { importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { ROLES, type Role } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { importSigningKey, publicPartOf, SIGNING_ALGORITHM as ALGORITHM, type PublicKey } from './signing-key.js';
import { createVerifiedTokens } from './verified-tokens.js';

export const ACCESS_TOKEN_SECONDS = 600;
export const DELEGATED_TOKEN_SECONDS = 60;
export const AUDIENCE = 'clinic-api';
const MOST_KEPT_TOKENS = 5_000;

export interface PersonClaims {
  userId: string;
  role: Role;
  version: number;
}

/** On whose behalf a bot acts, for which operation, and by which chat link. */
export interface Delegation {
  bot: string;
  scope: string;
  channel: 'SLACK' | 'SMS';
  linkId: string;
}

/** What a valid token says. Signature, issuer, audience, type and time are checked; the person's standing is not. */
export type VerifiedToken =
  | ({ kind: 'ACCESS'; sid: string; expiresAtMs: number } & PersonClaims)
  | ({ kind: 'DELEGATED' } & Delegation & PersonClaims)
  | { kind: 'PHONE'; bot: string; scope: string; phone: string };

export interface TokenService {
  issueAccess(person: PersonClaims & { sid: string }): Promise<string>;
  issueDelegated(person: PersonClaims & Delegation): Promise<string>;
  issuePhone(phone: { phone: string; bot: string; scope: string }): Promise<string>;
  verify(token: string): Promise<VerifiedToken>;
  keySet(): { keys: PublicKey[] };
}

const person = { sub: z.guid(), role: z.enum(ROLES), ver: z.int() };
const delegation = { act: z.object({ sub: z.string() }), scope: z.string() };
const claimsSchema = z.discriminatedUnion('typ', [
  z.object({ typ: z.literal('access'), sid: z.guid(), exp: z.int(), ...person }),
  z.object({
    typ: z.literal('delegated'),
    channel: z.enum(['SLACK', 'SMS']),
    link: z.guid(),
    ...person,
    ...delegation,
  }),
  z.object({ typ: z.literal('phone'), sub: z.string(), ...delegation }),
]);

export interface TokenServiceOptions {
  privateJwk: JWK;
  issuer: string;
  now: () => Date;
}

/** Signs and checks our Ed25519 tokens with one private key, given as a JWK. */
export async function createTokenService({ privateJwk, issuer, now }: TokenServiceOptions): Promise<TokenService> {
  const privateKey = await importSigningKey(privateJwk);
  const publicJwk = await publicPartOf(privateJwk);

  const sign = (claims: Record<string, unknown>, subject: string, seconds: number): Promise<string> => {
    const issuedAt = Math.floor(now().getTime() / 1_000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: publicJwk.kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(privateKey);
  };

  return {
    issueAccess: ({ userId, role, version, sid }) =>
      sign({ typ: 'access', role, ver: version, sid }, userId, ACCESS_TOKEN_SECONDS),
    issueDelegated: ({ userId, role, version, bot, scope, channel, linkId }) =>
      sign(
        { typ: 'delegated', role, ver: version, act: { sub: bot }, scope, channel, link: linkId },
        userId,
        DELEGATED_TOKEN_SECONDS,
      ),
    issuePhone: ({ phone, bot, scope }) =>
      sign({ typ: 'phone', act: { sub: bot }, scope }, phone, DELEGATED_TOKEN_SECONDS),
    verify: createVerification({ publicKey: await importJWK(publicJwk, ALGORITHM), issuer, now }),
    keySet: () => ({ keys: [publicJwk] }),
  };
}

interface VerificationOptions extends Omit<TokenServiceOptions, 'privateJwk'> {
  publicKey: Awaited<ReturnType<typeof importJWK>>;
}

function createVerification({ publicKey, issuer, now }: VerificationOptions): TokenService['verify'] {
  const verified = createVerifiedTokens<VerifiedToken>({
    nowMs: () => now().getTime(),
    mostTokens: MOST_KEPT_TOKENS,
  });

  return async (token) => {
    const known = verified.find(token);
    if (known !== undefined) return known;
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: [ALGORITHM],
        issuer,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: now(),
      });
      const said = verifiedFrom(claimsSchema.parse(payload));
      verified.keep(token, said, Number(payload.exp) * 1_000);
      return said;
    } catch (error) {
      throw new DomainError('unauthenticated', 'The token is not valid, or no longer.', {}, { cause: error });
    }
  };
}

function verifiedFrom(claims: z.output<typeof claimsSchema>): VerifiedToken {
  switch (claims.typ) {
    case 'access':
      return {
        kind: 'ACCESS',
        userId: claims.sub,
        role: claims.role,
        version: claims.ver,
        sid: claims.sid,
        expiresAtMs: claims.exp * 1_000,
      };
    case 'delegated':
      return {
        kind: 'DELEGATED',
        userId: claims.sub,
        role: claims.role,
        version: claims.ver,
        bot: claims.act.sub,
        scope: claims.scope,
        channel: claims.channel,
        linkId: claims.link,
      };
    case 'phone':
      return { kind: 'PHONE', phone: claims.sub, bot: claims.act.sub, scope: claims.scope };
  }
}
