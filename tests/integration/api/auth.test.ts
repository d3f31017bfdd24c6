import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, importJWK, jwtVerify, SignJWT, type JSONWebKeySet } from 'jose';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { waitFor } from '../../support/wait-for.js';
import { bearer, createCaller, type Answer } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const login = (email: string, password = TEST_PASSWORD): Promise<Answer> =>
  world.nobody.post('/auth/login', { email, password });

interface Browser {
  cookie: string;
  csrf: string;
  refreshCookie: string;
}

function browserOf(answer: Answer): Browser {
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const of = (kind: string): string => cookies.find((cookie) => cookie.startsWith(`clinic_${kind}_4300=`)) ?? '';
  return { cookie: cookies.join('; '), csrf: of('csrf').split('=')[1] ?? '', refreshCookie: of('refresh') };
}

describe('signing in', () => {
  it('gives tokens, the person, and cookies that carry the port', async () => {
    const answer = await login(world.clinic.doctors[0].email.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body['user']).toMatchObject({
      role: 'DOCTOR',
      doctorId: world.clinic.doctors[0].id,
      patientId: null,
    });
    const lines = answer.headers.getSetCookie();
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^clinic_access_4300=.+; Path=\/; Max-Age=600; SameSite=Lax; HttpOnly$/);
    expect(lines[1]).toMatch(/^clinic_refresh_4300=.+; Path=\/api\/v1\/auth; Max-Age=\d+; SameSite=Lax; HttpOnly$/);
    expect(lines[2]).toMatch(/^clinic_csrf_4300=.+; Path=\/; Max-Age=\d+; SameSite=Lax$/);
  });

  it('signs tokens that the published keys verify', async () => {
    const { body } = await login(world.clinic.admin.email);
    const keys = createLocalJWKSet((await world.nobody.get('/.well-known/jwks.json')).body as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(String(body['accessToken']), keys, { audience: 'clinic-api' });
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'role', 'sid', 'sub', 'typ', 'ver']);
  });

  it('refuses a wrong password and an unknown address alike', async () => {
    const wrong = await login(world.clinic.secretary.email, 'wrong');
    const unknown = await login('nobody@clinic.example', 'wrong');
    const { instance: _a, ...first } = wrong.body;
    const { instance: _b, ...second } = unknown.body;
    expect(wrong.status).toBe(401);
    expect(first).toEqual(second);
    expect(first).toMatchObject({ code: 'invalid_credentials' });
  });

  it('locks an address after too many failures, also one that nobody has', async () => {
    await world.sql('UPDATE policy SET lockout_threshold = 3, sign_ins_per_source_per_minute = 1000');
    for (const email of [world.clinic.doctors[1].email, 'nobody-else@clinic.example']) {
      for (let failures = 0; failures < 3; failures += 1) expect((await login(email, 'wrong')).status).toBe(401);
      const locked = await login(email);
      expect([locked.status, locked.body['code']]).toEqual([423, 'account_locked']);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    }
    await world.sql('UPDATE policy SET lockout_threshold = 100');
    await world.sql('DELETE FROM sign_in_attempts');
  });

  it('limits attempts from one source', async () => {
    await world.sql('UPDATE policy SET sign_ins_per_source_per_minute = 1');
    await login(world.clinic.admin.email);
    const limited = await login(world.clinic.admin.email);
    expect([limited.status, limited.body['code']]).toEqual([429, 'rate_limited']);
    expect(limited.headers.get('retry-after')).toBe('60');
    await world.sql('UPDATE policy SET sign_ins_per_source_per_minute = 1000');
  });
});

describe('the source of a sign-in', () => {
  afterEach(async () => {
    await world.sql('UPDATE policy SET sign_ins_per_source_per_minute = 1000, lockout_threshold = 100');
    await world.sql('DELETE FROM sign_in_attempts');
  });

  it('is the socket, whatever X-Forwarded-For says, where no proxy is configured', async () => {
    await world.sql('DELETE FROM sign_in_attempts');
    await world.sql('UPDATE policy SET sign_ins_per_source_per_minute = 2');
    const body = { email: world.clinic.admin.email, password: 'wrong' };
    const statuses: number[] = [];
    for (const address of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) {
      const headers = { 'x-forwarded-for': address };
      statuses.push((await world.nobody.ask('POST', '/auth/login', { body, headers })).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('gets no more guesses in a burst than one after the other', async () => {
    await world.sql('DELETE FROM sign_in_attempts');
    await world.sql('UPDATE policy SET lockout_threshold = 3');
    const burst = await Promise.all(Array.from({ length: 12 }, () => login(world.clinic.admin.email, 'wrong')));
    expect(burst.filter(({ status }) => status === 401)).toHaveLength(3);
    for (const { status, headers } of burst.filter((answer) => answer.status !== 401)) {
      expect([423, 429]).toContain(status);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await login(world.clinic.admin.email)).status).toBe(423);
  });
});

describe('cookies', () => {
  it('are enough to read; to change something the CSRF token is needed', async () => {
    const { cookie, csrf } = browserOf(await login(world.clinic.admin.email));
    const browser = createCaller(world.origin, { cookie });
    expect((await browser.get('/auth/me')).body).toMatchObject({ role: 'ADMIN' });
    const room = { name: 'Cookie room' };
    expect(await browser.post('/rooms', room)).toMatchObject({ status: 403, body: { code: 'csrf_failed' } });
    const foreign = browserOf(await login(world.clinic.secretary.email)).csrf;
    for (const token of ['x', foreign]) {
      const answer = await browser.ask('POST', '/rooms', { body: room, headers: { 'x-csrf-token': token } });
      expect(answer).toMatchObject({ status: 403, body: { code: 'csrf_failed' } });
    }
    const good = await browser.ask('POST', '/rooms', { body: room, headers: { 'x-csrf-token': csrf } });
    expect(good.status).toBe(201);
  });

  it('refresh and sign out with the CSRF token', async () => {
    const first = browserOf(await login(world.clinic.admin.email));
    const without = await createCaller(world.origin, { cookie: first.cookie }).post('/auth/refresh');
    expect(without).toMatchObject({ status: 403, body: { code: 'csrf_failed' } });
    const withToken = { cookie: first.cookie, 'x-csrf-token': first.csrf };
    const refreshed = await createCaller(world.origin, withToken).post('/auth/refresh');
    expect(refreshed.status).toBe(200);
    const second = browserOf(refreshed);
    const out = await createCaller(world.origin, { cookie: second.cookie, 'x-csrf-token': second.csrf }).post(
      '/auth/logout',
    );
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie().every((line) => line.includes('Max-Age=0'))).toBe(true);
    expect((await bearer(world.origin, String(refreshed.body['accessToken'])).get('/me')).status).toBe(401);
  });
});

describe('refresh tokens', () => {
  it('rotate; using an old one ends the family', async () => {
    const { body: first } = await login(world.clinic.admin.email);
    const second = await world.nobody.post('/auth/refresh', { refreshToken: first['refreshToken'] });
    expect(second.status).toBe(200);
    expect(second.body['refreshToken']).not.toBe(first['refreshToken']);
    const reused = await world.nobody.post('/auth/refresh', { refreshToken: first['refreshToken'] });
    expect(reused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    const third = await world.nobody.post('/auth/refresh', { refreshToken: second.body['refreshToken'] });
    expect(third.status).toBe(401);
  });

  it('are refused when they are none of ours', async () => {
    for (const refreshToken of ['x', `${crypto.randomUUID()}.${'a'.repeat(43)}`]) {
      expect((await world.nobody.post('/auth/refresh', { refreshToken })).status).toBe(401);
    }
    expect((await world.nobody.post('/auth/refresh')).status).toBe(401);
    expect((await world.nobody.post('/auth/logout')).status).toBe(401);
  });
});

describe('access tokens', () => {
  it('end with the account, with a change of role and with a new version', async () => {
    const { email, userId } = world.clinic.secretary;
    const before: [change: string, restore: string][] = [
      [`status = 'DISABLED'`, `status = 'ACTIVE'`],
      [`role = 'ADMIN'`, `role = 'SECRETARY'`],
      ['version = version + 1', 'version = version'],
    ];
    for (const [change, restore] of before) {
      const caller = await world.signIn(email);
      expect((await caller.get('/me')).status).toBe(200);
      await world.sql(`UPDATE users SET ${change} WHERE id = $1`, [userId]);
      const refused = await waitFor(async () => {
        const answer = await caller.get('/me');
        return answer.status !== 200 && answer;
      });
      expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      await world.sql(`UPDATE users SET ${restore} WHERE id = $1`, [userId]);
    }
  });

  it('refuse a disabled account at sign-in', async () => {
    const { email, userId } = world.clinic.secretary;
    await world.sql(`UPDATE users SET status = 'DISABLED' WHERE id = $1`, [userId]);
    await world.sql('DELETE FROM sign_in_attempts');
    expect(await login(email)).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    expect(await world.sql('SELECT ok FROM sign_in_attempts')).toEqual([{ ok: false }]);
    const [audited] = await world.sql('SELECT action FROM audit_entries ORDER BY id DESC LIMIT 1');
    expect(audited).toEqual({ action: 'sign_in_failed' });
    expect((await login(email, 'wrong')).status).toBe(401);
    await world.sql(`UPDATE users SET status = 'ACTIVE' WHERE id = $1`, [userId]);
  });

  it('hold only with every claim as issued, even when signed with our key', async () => {
    const claims = decodeJwt(String((await login(world.clinic.patients[0].email)).body['accessToken']));
    const key = await importJWK(world.privateJwk, 'EdDSA');
    const forged = (change: object): Promise<string> =>
      new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'EdDSA' }).sign(key);
    expect((await bearer(world.origin, await forged({})).get('/me')).status).toBe(200);
    const changes = [
      { role: 'ADMIN' },
      { sub: world.clinic.admin.userId },
      { ver: 99 },
      { sid: crypto.randomUUID() },
      { aud: 'other' },
      { iss: 'http://127.0.0.1:9' },
      { exp: 1 },
      { typ: 'delegated' },
    ];
    for (const change of changes) {
      expect((await bearer(world.origin, await forged(change)).get('/me')).status).toBe(401);
    }
  });
});
