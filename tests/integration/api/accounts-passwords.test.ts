import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BOT } from '../../support/api-context.js';
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

const bot = (): Caller => {
  const credential = Buffer.from(`${BOT.id}:${BOT.secret}`).toString('base64');
  return createCaller(world.origin, { authorization: `Basic ${credential}` });
};

const login = (email: string, password: string): Promise<Answer> =>
  world.nobody.post('/auth/login', { email, password });
const forgot = (email: string): Promise<Answer> => world.nobody.post('/auth/password/forgot', { email });
const reset = (token: string, password = NEW_PASSWORD): Promise<Answer> =>
  world.nobody.post('/auth/password/reset', { token, password });

describe('a forgotten password', () => {
  it('is answered alike for everybody, and mailed to whoever has the address', async () => {
    const { email } = await signedUp(world);
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
    const { email } = await signedUp(world);
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
    const [one, two] = [await signedUp(world), await signedUp(world)];
    await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1');
    expect([(await forgot(one.email)).status, (await forgot(two.email)).status]).toEqual([202, 202]);
    expect((await mailsTo(world, two.email)).map(({ kind }) => kind)).toEqual(['VERIFY_EMAIL']);
  });

  it('is answered while mails cannot leave', async () => {
    const { email } = await signedUp(world);
    world.mailsFail = true;
    expect((await forgot(email)).status).toBe(202);
    world.mailsFail = false;
    expect(await mailsTo(world, email)).toHaveLength(2);
  });

  it('is not for a disabled account', async () => {
    const { email, id } = await signedUp(world);
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
    const { email, password, me, refreshToken } = await signedUp(world);
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
    const { email } = await signedUp(world);
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
    const { email, password, id } = await signedUp(world);
    const [record] = await world.sql<{ id: string }>(
      'UPDATE patients SET user_id = NULL, email = $2 WHERE user_id = $1 RETURNING id',
      [id, email],
    );
    await forgot(email);
    expect((await reset(await newestToken(world, email, 'RESET_PASSWORD'))).status).toBe(204);
    expect((await login(email, password)).status).toBe(401);
    const owner = await world.signIn(email, NEW_PASSWORD);
    expect((await owner.get('/me')).body).toMatchObject({ patientId: record?.id });
  });

  it('ends what chats may do for the account, and says so by mail', async () => {
    const { email, me, id } = await signedUp(world);
    const { body } = await me.post('/auth/chat/link-codes', { channel: 'SLACK' });
    const link = (code: unknown, slackUserId: string): Promise<Answer> =>
      bot().post('/auth/chat/link', { channel: 'SLACK', code, slackUserId });
    expect((await link(body['code'], 'U0000RESET')).status).toBe(200);
    const wish = { channel: 'SLACK', subject: 'U0000RESET', operation: 'listSessions' };
    const minted = await bot().post('/auth/chat/token', wish);
    const delegated = bearer(world.origin, String(minted.body['accessToken']));
    expect((await delegated.get('/sessions')).status).toBe(200);
    const open = await me.post('/auth/chat/link-codes', { channel: 'SLACK' });
    await forgot(email);
    expect((await reset(await newestToken(world, email, 'RESET_PASSWORD'))).status).toBe(204);
    expect((await delegated.get('/sessions')).status).toBe(401);
    expect((await bot().post('/auth/chat/token', wish)).status).toBe(422);
    expect((await link(open.body['code'], 'U0000LATER')).status).toBe(422);
    const entries = await world.sql(
      `SELECT actor_role, after ? 'revoked_at' AS link, after ? 'replaced_at' AS code FROM audit_entries
        WHERE entity = 'auth' AND entity_id = $1 AND (after ? 'revoked_at' AND NOT after ? 'revoke_reason' OR after ? 'replaced_at')
          AND actor_role = 'ANONYMOUS' AND action = 'update' ORDER BY id`,
      [id],
    );
    expect(entries).toEqual([
      { actor_role: 'ANONYMOUS', link: true, code: false },
      { actor_role: 'ANONYMOUS', link: false, code: true },
    ]);
  });
});
