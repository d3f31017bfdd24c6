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
  for (const [name, age] of Object.entries({ old: '26 hours', young: '24 hours' })) {
    await superuser.client.query(
      `INSERT INTO chat_link_codes (id, user_id, channel, code_hash, created_at, expires_at, replaced_at)
       VALUES (gen_random_uuid(), $1, 'SLACK', $2, now() - $3::interval, now(), now())`,
      [userId, name, age],
    );
    await superuser.client.query(
      'INSERT INTO chat_link_failures (subject_hash, at) VALUES ($1, now() - $2::interval)',
      [name, age],
    );
  }
  for (const [name, age] of Object.entries({ old: '31 days', young: '29 days' })) {
    const token = await superuser.client.query<{ id: string }>(
      `INSERT INTO account_tokens (id, user_id, purpose, token_hash, expires_at, created_at)
       VALUES (gen_random_uuid(), $1, 'INVITATION', $2, now() - $3::interval, now() - $3::interval) RETURNING id`,
      [userId, name, age],
    );
    await superuser.client.query(
      `INSERT INTO account_mails (id, user_id, kind, token_id, address, status, created_at)
       VALUES (gen_random_uuid(), $1, 'INVITATION', $2, $3, 'SENT', now() - $4::interval)`,
      [userId, token.rows[0]?.id, name, age],
    );
  }
  for (const [name, age] of Object.entries({ old: '26 hours', young: '24 hours' }))
    await superuser.client.query(
      "INSERT INTO account_requests (kind, email_hash, source_hash, at) VALUES ('FORGOT', $1, 's', now() - $2::interval)",
      [name, age],
    );
  const purge = () => db.worker.withActor(systemActor('test'), purgeExpired);
  expect(await purge()).toEqual({
    idempotencyKeys: 1,
    signInAttempts: 1,
    authSessions: 1,
    linkCodes: 1,
    linkFailures: 1,
    accountMails: 1,
    accountTokens: 1,
    accountRequests: 1,
  });
  expect(await purge()).toEqual({
    idempotencyKeys: 0,
    signInAttempts: 0,
    authSessions: 0,
    linkCodes: 0,
    linkFailures: 0,
    accountMails: 0,
    accountTokens: 0,
    accountRequests: 0,
  });
  const left = await superuser.client.query(
    `SELECT key AS name FROM idempotency_keys UNION ALL SELECT source_hash FROM sign_in_attempts
      UNION ALL SELECT refresh_hash FROM auth_sessions UNION ALL SELECT code_hash FROM chat_link_codes
      UNION ALL SELECT subject_hash FROM chat_link_failures UNION ALL SELECT token_hash FROM account_tokens
      UNION ALL SELECT address FROM account_mails UNION ALL SELECT email_hash FROM account_requests`,
  );
  expect(left.rows).toEqual(Array.from({ length: 8 }, () => ({ name: 'young' })));
});

it('is the system’s business', async () => {
  const admin = actorOf('ADMIN', clinic.admin.userId);
  await expect(db.worker.withActor(admin, purgeExpired)).rejects.toMatchObject({ code: 'forbidden' });
  await expectMissingRight(db.app.withActor(systemActor('test'), purgeExpired));
});
