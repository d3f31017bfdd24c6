import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import { newSigningKey } from '../../support/api-context.js';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { newestToken } from './accounts-mailbox.js';
import { bearer, createCaller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
let accessToken: string;
let refreshToken: string;
beforeAll(async () => {
  world = await openWorld();
  const login = { email: world.clinic.admin.email, password: TEST_PASSWORD };
  const { body } = await world.nobody.post('/auth/login', login);
  accessToken = String(body['accessToken']);
  refreshToken = String(body['refreshToken']);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The admin's token made by other means. */
async function forged(kind: string): Promise<string> {
  const claims = decodeJwt(accessToken);
  const header = decodeProtectedHeader(accessToken);
  const [head, payload, signature] = accessToken.split('.');
  const { x, ...rest } = world.privateJwk;
  switch (kind) {
    case 'without a signature':
      return `${encode({ alg: 'none' })}.${payload ?? ''}.`;
    case 'with alg none in odd case, and the old signature':
      return `${encode({ ...header, alg: 'nOnE' })}.${payload ?? ''}.${signature ?? ''}`;
    case 'by the public key as a shared secret':
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(String(x), 'base64url'));
    case 'by another key under our key id':
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid: String(header.kid) })
        .sign(await importJWK(await newSigningKey(), 'EdDSA'));
    case 'by a key that it brings along': {
      const jwk = await newSigningKey();
      const { d: _d, ...publicJwk } = jwk;
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', jwk: publicJwk })
        .sign(await importJWK(jwk, 'EdDSA'));
    }
    case 'with another payload':
      return `${head ?? ''}.${encode({ ...claims, sub: world.clinic.secretary.userId })}.${signature ?? ''}`;
    default: {
      const changes: Record<string, object> = {
        'for another audience': { aud: 'clinic-web' },
        'by another issuer': { iss: 'http://127.0.0.1:1' },
        expired: { iat: 1, exp: 2 },
        'that never expires': { exp: undefined },
        'of another type': { typ: 'refresh' },
        'for another role': { role: 'SECRETARY' },
      };
      const key = await importJWK({ x: String(x), ...rest }, 'EdDSA');
      return new SignJWT({ ...claims, ...changes[kind] }).setProtectedHeader({ alg: 'EdDSA' }).sign(key);
    }
  }
}

describe('a token', () => {
  it.each([
    'without a signature',
    'with alg none in odd case, and the old signature',
    'by the public key as a shared secret',
    'by another key under our key id',
    'by a key that it brings along',
    'with another payload',
    'for another audience',
    'by another issuer',
    'expired',
    'that never expires',
    'of another type',
    'for another role',
  ])('%s is refused, as header and as cookie', async (kind) => {
    const token = await forged(kind);
    const refusal = { status: 401, body: { code: 'unauthenticated' } };
    expect(await bearer(world.origin, token).get('/users')).toMatchObject(refusal);
    const cookie = `clinic_access_4300=${token}`;
    expect(await createCaller(world.origin, { cookie }).get('/users')).toMatchObject(refusal);
  });

  it('for refreshing opens nothing, and one for access refreshes nothing', async () => {
    expect((await bearer(world.origin, refreshToken).get('/users')).status).toBe(401);
    expect((await world.nobody.post('/auth/refresh', { refreshToken: accessToken })).status).toBe(401);
    expect((await bearer(world.origin, accessToken).get('/users')).status).toBe(200);
  });

  it('out of a mail opens nothing either', async () => {
    const person = { email: 'mailed@mail.example', password: 'quiet Lamp-post 88', fullName: 'Ines Duarte' };
    await world.nobody.post('/auth/register', person);
    const token = await newestToken(world, person.email, 'VERIFY_EMAIL');
    expect((await bearer(world.origin, token).get('/me')).status).toBe(401);
    expect((await world.nobody.post('/auth/refresh', { refreshToken: token })).status).toBe(401);
  });
});
