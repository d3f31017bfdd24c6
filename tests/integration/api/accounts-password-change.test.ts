import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bodyHash } from '../../../domain/session/body-hash.js';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { mailsTo, newestToken, NEW_PASSWORD, signedUp } from './accounts-mailbox.js';
import { bearer, createCaller, type Answer, type Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1000, lockout_threshold = 100');
  await world.sql('DELETE FROM account_requests');
  await world.sql('DELETE FROM sign_in_attempts');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const login = (email: string, password: string): Promise<Answer> =>
  world.nobody.post('/auth/login', { email, password });
const forgot = (email: string): Promise<Answer> => world.nobody.post('/auth/password/forgot', { email });
const reset = (token: string, password = NEW_PASSWORD): Promise<Answer> =>
  world.nobody.post('/auth/password/reset', { token, password });

describe('changing the password', () => {
  const change = (me: Caller, current: string, password = NEW_PASSWORD, key?: string): Promise<Answer> =>
    me.post('/auth/password/change', { current, password }, key);

  it('keeps this session, ends the others, and is told by mail', async () => {
    const { email, password, me, refreshToken } = await signedUp(world);
    const other = await login(email, password);
    const changed = await change(me, password, NEW_PASSWORD, 'change-1');
    expect(changed.status).toBe(204);
    expect((await change(me, password, NEW_PASSWORD, 'change-1')).status).toBe(204);
    expect(await change(me, NEW_PASSWORD, 'nine Herons at Dusk', 'change-1')).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
    expect((await me.get('/me')).status).toBe(200);
    expect((await world.nobody.post('/auth/refresh', { refreshToken })).status).toBe(200);
    expect((await bearer(world.origin, String(other.body['accessToken'])).get('/me')).status).toBe(401);
    expect((await world.nobody.post('/auth/refresh', { refreshToken: other.body['refreshToken'] })).status).toBe(401);
    expect((await login(email, password)).status).toBe(401);
    expect((await login(email, NEW_PASSWORD)).status).toBe(200);
    expect((await mailsTo(world, email)).map(({ kind }) => kind)).toEqual(['VERIFY_EMAIL', 'PASSWORD_CHANGED']);
  });

  it('ends a reset that was asked for before', async () => {
    const { email, password, me } = await signedUp(world);
    await forgot(email);
    expect((await change(me, password)).status).toBe(204);
    expect((await reset(await newestToken(world, email, 'RESET_PASSWORD'), 'nine Herons at Dusk')).status).toBe(422);
  });

  it('refuses a wrong current password at its pointer, and locks after too many', async () => {
    const { email, password, me } = await signedUp(world);
    await world.sql('UPDATE policy SET lockout_threshold = 3');
    for (let failure = 0; failure < 3; failure += 1) {
      expect(await change(me, 'not it')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/current' }] } });
    }
    const locked = await change(me, password);
    expect([locked.status, locked.body['code']]).toEqual([423, 'account_locked']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await login(email, password)).status).toBe(423);
    expect((await me.get('/me')).status).toBe(200);
  });

  it('refuses weak ones, those that tell of the person, and the present one', async () => {
    const { email, password, me } = await signedUp(world);
    for (const bad of ['qwertyuiop', email, password])
      expect(await change(me, password, bad)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/password' }] },
      });
    expect(await world.sql('SELECT count(*)::int AS n FROM sign_in_attempts WHERE NOT ok')).toEqual([{ n: 0 }]);
  });

  it('lets one of two at once win', async () => {
    const { email, password, me } = await signedUp(world);
    const passwords = [NEW_PASSWORD, 'nine Herons at Dusk'];
    const answers = await Promise.all(passwords.map((next) => change(me, password, next)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    const winner = passwords[answers.findIndex(({ status }) => status === 204)] ?? '';
    expect((await login(email, winner)).status).toBe(200);
  });

  it('leaves no fingerprint under its key that the password could be guessed against', async () => {
    const { password, me, id } = await signedUp(world);
    await change(me, password, NEW_PASSWORD, 'change-2');
    const rows = await world.sql('SELECT body_hash FROM idempotency_keys WHERE caller_id = $1', [id]);
    const bare = bodyHash({
      operation: 'changePassword',
      params: undefined,
      body: { current: password, password: NEW_PASSWORD },
    });
    expect(rows).toHaveLength(1);
    expect(rows).not.toEqual([{ body_hash: bare }]);
  });

  it('works with cookies and the CSRF token', async () => {
    const { email, password } = await signedUp(world);
    const answer = await login(email, password);
    const lines = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const cookie = lines.join('; ');
    const csrf = lines.find((line) => line.startsWith('clinic_csrf'))?.split('=')[1] ?? '';
    expect((await change(createCaller(world.origin, { cookie }), password)).status).toBe(403);
    const browser = createCaller(world.origin, { cookie, 'x-csrf-token': csrf });
    expect((await change(browser, password)).status).toBe(204);
    expect((await browser.get('/me')).status).toBe(200);
  });

  it('is nothing for a bot, or for nobody', async () => {
    expect((await change(world.nobody, TEST_PASSWORD)).status).toBe(401);
  });
});
