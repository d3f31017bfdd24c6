import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

let db: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  db = await openTestDatabase();
  client = new pg.Client({ connectionString: db.superuserUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db[Symbol.asyncDispose]();
});

const names = async (sql: string): Promise<string[]> =>
  (await client.query<{ name: string }>(`SELECT name FROM (${sql}) AS x(name) ORDER BY 1`)).rows.map(
    ({ name }) => name,
  );

it('has row-level security, forced, with policies on every table', async () => {
  const bare = await names(`
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polqual IS NOT NULL)
                AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polwithcheck IS NOT NULL))`);
  expect(bare).toEqual([]);
});

it('has no policy for everybody, none that writes without a check, and no bare setting in any', async () => {
  const careless = await names(`
    SELECT p.tablename || '.' || p.policyname FROM pg_policies p
     WHERE p.schemaname = 'public'
       AND ('public' = ANY (p.roles) OR (p.cmd IN ('ALL', 'INSERT', 'UPDATE') AND p.with_check IS NULL))`);
  expect(careless).toEqual([]);
  expect(await evaluatedPerRow()).toEqual([]);
  await client.query('CREATE POLICY careless ON rooms FOR SELECT TO clinic_app USING (id = engine.actor_id())');
  expect(await evaluatedPerRow()).toEqual(['rooms.careless']);
  await client.query('DROP POLICY careless ON rooms');
});

/** Policies that still name a helper or a setting once every `( SELECT helper(…) AS helper)` is taken away. */
function evaluatedPerRow(): Promise<string[]> {
  return names(`
    SELECT p.tablename || '.' || p.policyname FROM pg_policies p
     WHERE p.schemaname = 'public'
       AND regexp_replace(coalesce(p.qual, '') || coalesce(p.with_check, ''),
                          '\\( SELECT (engine|nullif|current_setting)[^()]*(\\([^()]*(\\([^()]*\\))?[^()]*\\))', '', 'g')
           ~ '(engine\\.|current_setting)'`);
}

it('lets nobody bypass row-level security', async () => {
  expect(
    await names(
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'clinic%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
    ),
  ).toEqual([]);
  expect(await names("SELECT rolname FROM pg_roles WHERE rolname LIKE 'clinic%' AND rolcanlogin")).toEqual([
    'clinic_app',
    'clinic_owner',
    'clinic_worker',
  ]);
});

it('lets app and worker write nothing but the tables that the API owns', async () => {
  const writable = await names(`
    SELECT g.grantee || ' ' || g.privilege_type || ' ' || g.table_name FROM information_schema.role_table_grants g
     WHERE g.table_schema = 'public' AND g.grantee IN ('clinic_app', 'clinic_worker', 'PUBLIC') AND g.privilege_type <> 'SELECT'`);
  expect(writable).toEqual([
    'clinic_app DELETE idempotency_keys',
    'clinic_app INSERT idempotency_keys',
    'clinic_app INSERT patients',
    'clinic_app INSERT rooms',
    'clinic_app UPDATE idempotency_keys',
  ]);
  const columns = await names(`
    SELECT DISTINCT g.grantee || ' ' || g.table_name FROM information_schema.role_column_grants g
     WHERE g.table_schema = 'public' AND g.grantee IN ('clinic_app', 'clinic_worker', 'PUBLIC')
       AND g.privilege_type = 'UPDATE' AND g.table_name <> 'idempotency_keys'`);
  expect(columns).toEqual(['clinic_app patients', 'clinic_app rooms']);
});

it('shows credentials, refresh families, codes, tokens and attempts to nobody who serves', async () => {
  const readable = await names(`
    SELECT r.rolname || ' ' || t.name FROM pg_roles r, (VALUES ('credentials'), ('auth_sessions'), ('sign_in_attempts'), ('chat_link_codes'),
                         ('chat_link_failures'), ('account_tokens'), ('account_mails'), ('account_requests')) t(name)
     WHERE r.rolname IN ('clinic_app', 'clinic_worker') AND has_any_column_privilege(r.rolname, t.name, 'SELECT')`);
  expect(readable).toEqual([]);
});

it('has functions that are the engine’s, closed to the public, and with a fixed search path', async () => {
  const foreign = await names(`
    SELECT p.oid::regprocedure::text FROM pg_proc p
     WHERE p.pronamespace = 'engine'::regnamespace
       AND (pg_get_userbyid(p.proowner) <> 'clinic_engine' OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0)
            OR p.proacl IS NULL)`);
  expect(foreign).toEqual([]);
  const open = await names(`
    SELECT p.oid::regprocedure::text FROM pg_proc p
     WHERE p.pronamespace = 'engine'::regnamespace AND p.prosecdef
       AND NOT coalesce(p.proconfig::text LIKE '%search_path=pg_catalog, public, pg_temp%', false)`);
  expect(open).toEqual([]);
});

/** What the policies and views of every login use. */
const SHARED = [
  'acting_role()',
  'actor_id()',
  'asked_session_ids()',
  'audit_event(jsonb)',
  'audit_event(text,text,text,jsonb)',
  'audit_hashes(integer[],bigint[])',
  'busy(uuid[],uuid[],uuid,tstzrange,uuid)',
  'channel()',
  'decidable_doctor_ids()',
  'doctor_patient_ids()',
  'epoch_ms(timestamp with time zone)',
  'is_system()',
  'iso(timestamp with time zone)',
  'load_scheduling(jsonb)',
  'opted_out(text)',
  'own_doctor_ids()',
  'own_patient_ids()',
  'people(uuid[])',
  'receive_sms(jsonb)',
  'record_receipt(jsonb)',
];
const SIGNING_IN = [
  'create_link_code',
  'create_phone_code',
  'link_chat',
  'link_phone',
  'open_phone_code',
  'open_auth_session',
  'record_sign_in',
  'release_sign_in',
  'remove_chat_link',
  'reserve_sign_in',
  'resolve_chat',
  'revoke_family',
  'rotate_refresh',
  'token_subject',
];
const WATCHING = ['calendar_subject', 'renew_calendar_link', 'visible_changes'];
const ACCOUNTS = [
  'account_locked_until(uuid)',
  'account_token_owner',
  'admit_account_request',
  'change_password',
  'create_user',
  'register_patient',
  'request_password_reset',
  'resend_verification',
  'reset_password',
  'unlock_user',
  'update_me',
  'update_user',
  'verify_email',
];
const AUDIT = ['begin_audit_run', 'note_audit_run', 'session_receipt'];
const SEALING = [
  'audit_unsealed(integer)',
  'seal_audit(bigint,bigint[],bytea[],integer[],bigint[],bytea[],bytea,timestamp with time zone,text,xid8)',
];
const HOURS = ['add_exception', 'open_availability', 'open_leave', 'remove_exception', 'set_weekly_hours'];
const TASKS = ['claim_task', 'finish_task', 'reply_task'];
const RULES = ['set_doctor_cover', 'update_policy'];
const WRITING = [
  'account_mail_context',
  'amend_session',
  'begin_account_mail',
  'begin_delivery',
  'book_session',
  'cancel_session',
  'choose_inbound',
  'close_session',
  'complete_session',
  'decide_move',
  'decide_session',
  'decision_basis',
  'delete_session',
  'delivery_context',
  'expire_move',
  'expire_session',
  'fire_timer',
  'inbound_context',
  'leave_work',
  'load_scheduling_to_book',
  'movable_session',
  'open_session_ids',
  'policy_told',
  'propose_move',
  'purge_accounts',
  'purge_chat_links',
  'purge_expired',
  'queued_account_mails',
  'queued_fallbacks',
  'refuse_step',
  'renew_decision_due',
  'reopen_session',
  'reply_session',
  'session_snapshot',
  'sessions_under_policy',
  'task_shown',
  'task_post',
  'settle_account_mail',
  'settle_delivery',
  'settle_inbound',
  'settle_leave_item',
  'unfinished_leaves',
  'unhandled_inbound',
  'waiting_beside',
  'unshown_tasks',
];

it.each([
  ['clinic_app', [...SIGNING_IN, ...WATCHING, ...ACCOUNTS, ...HOURS, ...TASKS, ...RULES, ...AUDIT]],
  ['clinic_worker', [...WRITING, ...SEALING]],
])('lets %s call exactly what it needs', async (login, own) => {
  const callable = await names(`
    SELECT replace(p.oid::regprocedure::text, 'engine.', '') COLLATE "C" FROM pg_proc p
     WHERE p.pronamespace = 'engine'::regnamespace AND has_function_privilege('${login}', p.oid, 'EXECUTE')`);
  expect(callable).toEqual([...SHARED, ...own.map((name) => (name.endsWith(')') ? name : `${name}(jsonb)`))].sort());
});

it('has the three exclusion constraints over different sessions', async () => {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = 'holds'::regclass AND contype = 'x' ORDER BY 1`);
  expect(rows.map(({ name }) => name)).toEqual(['holds_doctor_free', 'holds_patient_free', 'holds_room_free']);
  for (const { definition } of rows)
    expect(definition).toMatch(/WITH =.*WITH &&.*session_id WITH <>.*WHERE \(\(active AND \(NOT exempt_/);
});

it('keeps instants with their zone and caps names for one SMS segment', async () => {
  expect(
    await names(
      "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'",
    ),
  ).toEqual([]);
  await expect(
    client.query("INSERT INTO rooms (id, name) VALUES (gen_random_uuid(), repeat('x', 25))"),
  ).rejects.toMatchObject({ code: '23514' });
});
