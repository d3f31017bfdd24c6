import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connected } from '../database/connected.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

/** Why a table needs no audit trigger. What changes no session, person, rule or right, or is itself a record, is none. */
const UNAUDITED: Readonly<Record<string, string>> = {
  _prisma_migrations: 'the schema’s own record; only the owner writes it',
  account_mails: 'how a mail is on its way; what it is about is audited',
  account_requests: 'counts requests of strangers, by hash, for an hour',
  audit_entries: 'the audit',
  audit_heads: 'the audit',
  audit_leaves: 'the audit',
  audit_nodes: 'the audit',
  audit_private: 'the audit; erasing writes an entry by itself',
  audit_runs: 'how far verifying is; asking for it is audited as a read',
  auth_sessions: 'signing in is audited as an event, and refresh tokens turn over every few minutes',
  chat_link_failures: 'counts mistyped codes, by hash, for an hour',
  decisions: 'a record that is only added to; what was decided shows in the session’s entry',
  delivery_receipts: 'a record of what a provider said, only added to',
  fired_timers: 'which timers have gone off; what they did is audited',
  holds: 'follows from the session and the move that it holds time for, whose entries have it',
  idempotency_keys: 'remembered answers, for a day',
  inbound_messages: 'a record of what came in; what it led to is audited with the session, the consent or the task',
  notifications: 'how a message is on its way; what it is about is audited',
  prompts: 'what a text offered; the answer is audited with the session',
  sign_in_attempts: 'counts failures, by hash; each is audited as an event',
  status_history: 'written with each version of a session; verifying compares it with the entries',
  which_questions: 'an open question of an hour; the answer is audited with the session',
};

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

it('has an audit trigger on every table, or a reason why not', async () => {
  await using superuser = await connected(db.superuserUrl);
  const { rows } = await superuser.client.query<{ name: string; kinds: number | null; enabled: string | null }>(`
    SELECT c.relname AS name, t.tgtype::int AS kinds, t.tgenabled AS enabled
      FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'audit'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1`);
  const without = rows.filter(({ kinds }) => kinds === null).map(({ name }) => name);
  expect(without.filter((name) => !(name in UNAUDITED))).toEqual([]);
  const audited = rows.filter(({ kinds }) => kinds !== null);
  expect(audited.map(({ name }) => name).filter((name) => name in UNAUDITED)).toEqual([]);
  // For each row, on INSERT and UPDATE, also where replication roles are set.
  const ROW_INSERT_UPDATE = 1 + 4 + 16;
  const lame = audited.filter(
    ({ kinds, enabled }) => enabled !== 'A' || ((kinds ?? 0) & ROW_INSERT_UPDATE) !== ROW_INSERT_UPDATE,
  );
  expect(lame).toEqual([]);
});

it('writes through one function, that the logins cannot call', async () => {
  await using superuser = await connected(db.superuserUrl);
  const { rows } = await superuser.client.query<{ may: boolean }>(`
    SELECT bool_or(has_function_privilege(r.rolname, p.oid, 'EXECUTE')) AS may
      FROM pg_proc p, pg_roles r WHERE p.proname = 'write_audit' AND r.rolname IN ('clinic_app', 'clinic_worker', 'clinic_owner')`);
  expect(rows[0]?.may).toBe(false);
});
