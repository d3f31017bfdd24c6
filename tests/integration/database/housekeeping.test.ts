import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { purgeExpired } from '../../../prisma/stores/housekeeping-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { connected } from './connected.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

it('deletes what has no more use, once, and nothing else', async () => {
  await using superuser = await connected(db.superuserUrl);
  const { userId } = clinic.admin;
  for (const [key, age] of Object.entries({ old: '1 second', young: '-1 hour' }))
    await superuser.client.query(
      `INSERT INTO idempotency_keys (caller_id, key, operation, body_hash, locked_until, expires_at)
       VALUES ($1, $2, 'o', 'h', now(), now() - $3::interval)`,
      [userId, key, age],
    );
  for (const [source, age] of Object.entries({ old: '49 hours', young: '23 hours' }))
    await superuser.client.query(
      "INSERT INTO sign_in_attempts (email_hash, source_hash, ok, at) VALUES ('e', $1, false, now() - $2::interval)",
      [source, age],
    );
  for (const [hash, age] of Object.entries({ old: '31 days', young: '29 days' }))
    await superuser.client.query(
      `INSERT INTO auth_sessions (id, user_id, refresh_hash, expires_at)
       VALUES (gen_random_uuid(), $1, $2, now() - $3::interval)`,
      [userId, hash, age],
    );
  const purge = () => db.worker.withActor(systemActor('test'), purgeExpired);
  expect(await purge()).toEqual({ idempotencyKeys: 1, signInAttempts: 1, authSessions: 1 });
  expect(await purge()).toEqual({ idempotencyKeys: 0, signInAttempts: 0, authSessions: 0 });
  const left = await superuser.client.query(
    `SELECT key AS name FROM idempotency_keys UNION ALL SELECT source_hash FROM sign_in_attempts
      UNION ALL SELECT refresh_hash FROM auth_sessions`,
  );
  expect(left.rows).toEqual([{ name: 'young' }, { name: 'young' }, { name: 'young' }]);
});

it('is the system’s business', async () => {
  const admin = actorOf('ADMIN', clinic.admin.userId);
  await expect(db.worker.withActor(admin, purgeExpired)).rejects.toMatchObject({ code: 'forbidden' });
  await expectMissingRight(db.app.withActor(systemActor('test'), purgeExpired));
});
