import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../support/wait-for.js';
import { newestToken, NEW_PASSWORD, signedUp } from './accounts-mailbox.js';
import { bearer, type Answer } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1000, lockout_threshold = 100');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const login = (email: string, password: string): Promise<Answer> =>
  world.nobody.post('/auth/login', { email, password });
const forgot = (email: string): Promise<Answer> => world.nobody.post('/auth/password/forgot', { email });
const reset = (token: string): Promise<Answer> =>
  world.nobody.post('/auth/password/reset', { token, password: NEW_PASSWORD });

/** Of this database, as far as the server's processes have told. */
async function deadlocks(): Promise<number> {
  const [row] = await world.sql<{ n: number }>(
    'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()',
  );
  return row?.n ?? Number.NaN;
}

const WAITING = `SELECT count(DISTINCT l.pid)::int FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                  WHERE NOT l.granted AND a.datname = current_database()`;
const waiting = async (): Promise<number> =>
  (await world.sql<{ n: number }>(`SELECT (${WAITING}) AS n`))[0]?.n ?? Number.NaN;

/** Keeps an account locked until so many wait for it, or for each other; that is their order then. */
const holdUntilWaiting = (userId: string, count: number): Promise<unknown> =>
  world.sql(`DO $$ BEGIN
    PERFORM 1 FROM users WHERE id = '${userId}' FOR UPDATE;
    FOR i IN 1..2000 LOOP
      PERFORM pg_stat_clear_snapshot();
      EXIT WHEN (${WAITING}) >= ${count};
      PERFORM pg_sleep(0.01);
    END LOOP;
  END $$`);

describe('a reset', () => {
  it.each([
    { before: 0, after: 4 },
    { before: 3, after: 3 },
  ])(
    'lets no sign-in with the old password slip through, $before before it and $after after, nor waits in a circle',
    async ({ before, after }) => {
      const deadlocksBefore = await deadlocks();
      for (let round = 0; round < 3; round += 1) {
        const { email, password, id } = await signedUp(world);
        await forgot(email);
        const token = await newestToken(world, email, 'RESET_PASSWORD');
        const held = holdUntilWaiting(id, before + 1 + after);
        const signIns = (count: number): Promise<Answer>[] =>
          Array.from({ length: count }, () => login(email, password));
        const early = signIns(before);
        await waitFor(async () => (await waiting()) === before, { describe: 'the sign-ins before' });
        const resetting = reset(token);
        await waitFor(async () => (await waiting()) === before + 1, { describe: 'the reset' });
        const logins = await Promise.all([...early, ...signIns(after)]);
        await held;
        expect((await resetting).status).toBe(204);
        const statuses = logins.map(({ status }) => status);
        expect(statuses).toEqual([...Array<number>(before).fill(200), ...Array<number>(after).fill(401)]);
        for (const { body } of logins.slice(0, before)) {
          expect((await world.nobody.post('/auth/refresh', { refreshToken: body['refreshToken'] })).status).toBe(401);
          expect((await bearer(world.origin, String(body['accessToken'])).get('/me')).status).toBe(401);
        }
      }
      expect(await deadlocks()).toBe(deadlocksBefore);
    },
    60_000,
  );
});
