import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bodyHash } from '../../../domain/session/body-hash.js';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { mailsTo, newestToken, stranger } from './accounts-mailbox.js';
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

const NEW_PASSWORD = 'seven Kites over Lagos';
const login = (email: string, password: string): Promise<Answer> =>
  world.nobody.post('/auth/login', { email, password });
const forgot = (email: string): Promise<Answer> => world.nobody.post('/auth/password/forgot', { email });
const reset = (token: string, password = NEW_PASSWORD): Promise<Answer> =>
  world.nobody.post('/auth/password/reset', { token, password });

interface SignedIn {
  email: string;
  password: string;
  id: string;
  me: Caller;
  refreshToken: unknown;
}

async function signedUp(): Promise<SignedIn> {
  const { email, password } = stranger();
  const made = await world.nobody.post('/auth/register', stranger({ email, password }));
  expect(made.status).toBe(201);
  const { body } = await login(email, password);
  const { id } = body['user'] as { id: string };
  return {
    email,
    password,
    id,
    me: bearer(world.origin, String(body['accessToken'])),
    refreshToken: body['refreshToken'],
  };
}

describe('a forgotten password', () => {
  it('is answered alike for everybody, and mailed to whoever has the address', async () => {
    const { email } = await signedUp();
    const started = world.mailed.length;
    const timed = async (address: string): Promise<Answer & { ms: number }> => {
      const from = performance.now();
      return { ...(await forgot(address)), ms: performance.now() - from };
    };
    const known = await timed(email.toUpperCase());
    const unknown = await timed('nobody-at-all@mail.example');
    expect(Math.min(known.ms, unknown.ms)).toBeGreaterThan(290);
    expect([known.status, unknown.status]).toEqual([202, 202]);
    expect(known.body).toEqual(unknown.body);
    expect((await mailsTo(world, email)).map(({ kind }) => kind)).toEqual(['VERIFY_EMAIL', 'RESET_PASSWORD']);
    // The start of a delivery too, which for nobody finds nothing.
    expect(world.mailed.length - started).toBe(2);
    expect(await world.sql("SELECT count(*)::int AS n FROM account_mails WHERE address LIKE 'nobody-at%'")).toEqual([
      { n: 0 },
    ]);
  });

  it('brings no second mail within a minute, nor more than five an hour, also in a burst', async () => {
    const { email } = await signedUp();
    const burst = await Promise.all(Array.from({ length: 8 }, () => forgot(email)));
    expect(burst.every(({ status }) => status === 202)).toBe(true);
    const resets = async (): Promise<number> =>
      (await mailsTo(world, email)).filter(({ kind }) => kind === 'RESET_PASSWORD').length;
    expect(await resets()).toBe(1);
    for (let round = 0; round < 6; round += 1) {
      await world.sql("UPDATE account_requests SET at = at - interval '61 seconds' WHERE kind = 'FORGOT'");
      await forgot(email);
    }
    expect(await resets()).toBe(5);
  });

  it('is limited by source without a word', async () => {
    const [one, two] = [await signedUp(), await signedUp()];
    await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1');
    expect([(await forgot(one.email)).status, (await forgot(two.email)).status]).toEqual([202, 202]);
    expect((await mailsTo(world, two.email)).map(({ kind }) => kind)).toEqual(['VERIFY_EMAIL']);
  });

  it('is answered while mails cannot leave', async () => {
    const { email } = await signedUp();
    world.mailsFail = true;
    expect((await forgot(email)).status).toBe(202);
    world.mailsFail = false;
    expect(await mailsTo(world, email)).toHaveLength(2);
  });

  it('is not for a disabled account', async () => {
    const { email, id } = await signedUp();
    await forgot(email);
    const token = await newestToken(world, email, 'RESET_PASSWORD');
    expect((await world.as('ADMIN').patch(`/users/${id}`, { status: 'DISABLED' })).status).toBe(200);
    expect((await reset(token)).status).toBe(422);
    await world.sql('DELETE FROM account_requests');
    expect((await forgot(email)).status).toBe(202);
    expect((await mailsTo(world, email)).filter(({ kind }) => kind === 'RESET_PASSWORD')).toHaveLength(1);
  });
});

describe('a reset', () => {
  it('sets the password once, verifies the address, unlocks, ends all sessions and tells by mail', async () => {
    const { email, password, me, refreshToken } = await signedUp();
    await world.sql('UPDATE policy SET lockout_threshold = 3');
    for (let failure = 0; failure < 3; failure += 1) await login(email, 'wrong');
    expect((await login(email, password)).status).toBe(423);
    await forgot(email);
    const token = await newestToken(world, email, 'RESET_PASSWORD');
    const weak = await reset(token, 'Ines.Duarte');
    expect(weak).toMatchObject({ status: 422, body: { errors: [{ pointer: '/password' }] } });
    const both = await Promise.all([reset(token), reset(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect((await me.get('/me')).status).toBe(401);
    expect((await world.nobody.post('/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await login(email, password)).status).toBe(401);
    expect((await login(email, NEW_PASSWORD)).body['user']).toMatchObject({ emailVerified: true });
    expect((await mailsTo(world, email)).map(({ kind }) => kind).at(-1)).toBe('PASSWORD_CHANGED');
  });

  it('takes the newest token only, of its own purposes, within 30 minutes; wrong ones are told alike', async () => {
    const { email } = await signedUp();
    await forgot(email);
    const older = await newestToken(world, email, 'RESET_PASSWORD');
    await world.sql('DELETE FROM account_requests');
    await forgot(email);
    const newer = await newestToken(world, email, 'RESET_PASSWORD');
    const [row] = await world.sql(
      "SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM account_tokens WHERE purpose = 'RESET_PASSWORD'",
    );
    expect(row).toEqual({ seconds: 1_800 });
    await world.sql(
      "UPDATE account_tokens SET expires_at = now() - interval '1 second' WHERE used_at IS NULL AND purpose = 'RESET_PASSWORD'",
    );
    const bad = [older, newer, await newestToken(world, email, 'VERIFY_EMAIL'), 'nothing'];
    const told = new Set(
      (await Promise.all(bad.map((token) => reset(token)))).map(({ status, body: { instance: _i, ...rest } }) =>
        JSON.stringify([status, rest]),
      ),
    );
    expect([...told]).toHaveLength(1);
    expect([...told][0]).toContain('/token');
  });

  it('gives a record back to whoever reads the mailbox, not to who signed up with the address', async () => {
    const { email, password, id } = await signedUp();
    await world.sql('UPDATE patients SET user_id = NULL, email = $2 WHERE user_id = $1', [id, email]);
    await forgot(email);
    expect((await reset(await newestToken(world, email, 'RESET_PASSWORD'))).status).toBe(204);
    expect((await login(email, password)).status).toBe(401);
    const owner = await world.signIn(email, NEW_PASSWORD);
    expect((await owner.get('/me')).body).toMatchObject({ patientId: expect.any(String) });
  });

  it('lets no sign-in with the old password slip through', async () => {
    const { email, password } = await signedUp();
    await forgot(email);
    const token = await newestToken(world, email, 'RESET_PASSWORD');
    const attempts = Array.from({ length: 6 }, () => login(email, password));
    const [first, ...logins] = await Promise.all([reset(token), ...attempts]);
    // So many at once may be told to ask again; that is safe.
    const done = first.status === 503 ? await reset(token) : first;
    expect(done.status).toBe(204);
    for (const { status, body } of logins) {
      if (status !== 200) continue;
      expect((await world.nobody.post('/auth/refresh', { refreshToken: body['refreshToken'] })).status).toBe(401);
      expect((await bearer(world.origin, String(body['accessToken'])).get('/me')).status).toBe(401);
    }
  });
});

describe('changing the password', () => {
  const change = (me: Caller, current: string, password = NEW_PASSWORD, key?: string): Promise<Answer> =>
    me.post('/auth/password/change', { current, password }, key);

  it('keeps this session, ends the others, and is told by mail', async () => {
    const { email, password, me, refreshToken } = await signedUp();
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
    const { email, password, me } = await signedUp();
    await forgot(email);
    expect((await change(me, password)).status).toBe(204);
    expect((await reset(await newestToken(world, email, 'RESET_PASSWORD'), 'nine Herons at Dusk')).status).toBe(422);
  });

  it('refuses a wrong current password at its pointer, and locks after too many', async () => {
    const { email, password, me } = await signedUp();
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
    const { email, password, me } = await signedUp();
    for (const bad of ['qwertyuiop', email, password])
      expect(await change(me, password, bad)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/password' }] },
      });
    expect(await world.sql('SELECT count(*)::int AS n FROM sign_in_attempts WHERE NOT ok')).toEqual([{ n: 0 }]);
  });

  it('lets one of two at once win', async () => {
    const { email, password, me } = await signedUp();
    const passwords = [NEW_PASSWORD, 'nine Herons at Dusk'];
    const answers = await Promise.all(passwords.map((next) => change(me, password, next)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    const winner = passwords[answers.findIndex(({ status }) => status === 204)] ?? '';
    expect((await login(email, winner)).status).toBe(200);
  });

  it('leaves no fingerprint under its key that the password could be guessed against', async () => {
    const { password, me, id } = await signedUp();
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
    const { email, password } = await signedUp();
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
