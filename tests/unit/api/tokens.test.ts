import { describe, expect, it } from '@jest/globals';
import { importJWK, SignJWT } from 'jose';
import { createPasswordHasher } from '../../../api/auth/password-hasher.js';
import { createTokenService } from '../../../api/auth/tokens.js';
import { createVerifiedTokens } from '../../../api/auth/verified-tokens.js';
import { newSigningKey } from '../../support/api-context.js';

const issuer = 'http://127.0.0.1:4300';
const userId = '3b241101-e2bb-4255-8caf-4136c566a962';
const sid = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
const person = { userId, role: 'DOCTOR', version: 3 } as const;

describe('tokens', () => {
  it('say what was signed, for ten minutes', async () => {
    let now = new Date('2027-03-01T08:00:00Z');
    const tokens = await createTokenService({ privateJwk: await newSigningKey(), issuer, now: () => now });
    const token = await tokens.issueAccess({ ...person, sid });
    expect(await tokens.verify(token)).toEqual({
      kind: 'ACCESS',
      sid,
      expiresAtMs: Date.parse('2027-03-01T08:10:00Z'),
      ...person,
    });
    now = new Date('2027-03-01T08:10:01Z');
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('that were checked before are known by every sign, and for their time only', async () => {
    let nowMs = Date.parse('2027-03-01T08:00:00Z');
    const privateJwk = await newSigningKey();
    const tokens = await createTokenService({ privateJwk, issuer, now: () => new Date(nowMs) });
    const token = await tokens.issueAccess({ ...person, sid });
    expect(await tokens.verify(token)).toEqual(await tokens.verify(token));
    const other = token.slice(0, -4) + (token.at(-4) === 'A' ? 'B' : 'A') + token.slice(-3);
    await expect(tokens.verify(other)).rejects.toMatchObject({ code: 'unauthenticated' });
    nowMs += 599_999;
    expect(await tokens.verify(token)).toMatchObject({ kind: 'ACCESS' });
    nowMs += 1;
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('are remembered up to a number, the oldest forgotten first', () => {
    const verified = createVerifiedTokens<number>({ nowMs: () => 0, mostTokens: 2 });
    for (const [index, token] of ['a', 'b', 'c'].entries()) verified.keep(token, index, 1);
    expect(['a', 'b', 'c'].map((token) => verified.find(token))).toEqual([undefined, 1, 2]);
  });

  it('of a bot name the person, the one operation and the chat link that they rest on', async () => {
    const tokens = await createTokenService({ privateJwk: await newSigningKey(), issuer, now: () => new Date() });
    const delegation = { bot: 'bot', scope: 'listRooms', channel: 'SLACK', linkId: sid } as const;
    const token = await tokens.issueDelegated({ ...person, ...delegation });
    expect(await tokens.verify(token)).toEqual({ kind: 'DELEGATED', ...person, ...delegation });
  });

  it('publish the public part of the key only', async () => {
    const tokens = await createTokenService({ privateJwk: await newSigningKey(), issuer, now: () => new Date() });
    const [key] = tokens.keySet().keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('are refused when a claim, the key or the algorithm is not ours', async () => {
    const privateJwk = await newSigningKey();
    const tokens = await createTokenService({ privateJwk, issuer, now: () => new Date() });
    const claims = { typ: 'access', role: 'DOCTOR', ver: 3, sid };
    const forge = async (change: object, alg = 'EdDSA', key = privateJwk): Promise<string> => {
      const now = Math.floor(Date.now() / 1_000);
      const standard = { iss: issuer, aud: 'clinic-api', sub: userId, iat: now, exp: now + 60 };
      return new SignJWT({ ...standard, ...claims, ...change })
        .setProtectedHeader({ alg })
        .sign(alg === 'HS256' ? Buffer.from(String(privateJwk.x), 'base64url') : await importJWK(key, alg));
    };
    expect(await tokens.verify(await forge({}))).toMatchObject({ kind: 'ACCESS' });
    const [, payload] = (await forge({})).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const bad = [
      await forge({ iss: 'http://elsewhere.example' }),
      await forge({ aud: 'other' }),
      await forge({ exp: 1 }),
      await forge({ exp: undefined }),
      await forge({ typ: 'refresh' }),
      await forge({ typ: 'delegated', channel: 'SLACK', act: { sub: 'bot' }, scope: 'listRooms' }),
      await forge({ typ: undefined }),
      await forge({ role: 'SYSTEM' }),
      await forge({ sub: 'not-an-id' }),
      await forge({ ver: '3' }),
      await forge({}, 'HS256'),
      await forge({}, 'EdDSA', await newSigningKey()),
      none,
      'x',
    ];
    for (const token of bad) await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('need a private Ed25519 key', async () => {
    const { d: _d, ...publicJwk } = await newSigningKey();
    await expect(createTokenService({ privateJwk: publicJwk, issuer, now: () => new Date() })).rejects.toThrow(
      'private',
    );
  });
});

describe('passwords', () => {
  it('fit their hash, nobody fits nothing', async () => {
    const passwords = await createPasswordHasher();
    const hash = await passwords.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
    expect(await passwords.verify(hash, 'correct horse')).toBe(true);
    expect(await passwords.verify(hash, 'wrong horse')).toBe(false);
    expect(await passwords.verify(null, 'correct horse')).toBe(false);
  });

  it('are refused beyond a short queue, and taken again afterwards', async () => {
    const passwords = await createPasswordHasher({ concurrency: 1, queueLength: 2 });
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => passwords.verify(null, 'x')));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(results[3]).toMatchObject({ reason: { code: 'rate_limited' } });
    expect(await passwords.verify(null, 'x')).toBe(false);
  });
});
