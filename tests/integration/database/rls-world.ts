import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { anonymousActor, systemActor, type Role } from '../../../domain/actor.js';
import { beginDelivery, recordReceipt } from '../../../prisma/stores/delivery-store.js';
import { receiveSms } from '../../../prisma/stores/inbound-store.js';
import { replySession } from '../../../prisma/stores/session-store.js';
import { recordSignIn } from '../../../prisma/stores/auth-store.js';
import { actorOf, coverSecondDoctor, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { bookApproved, decide, decideCommand, book, instant, replyCommand } from './commands.js';

export type Viewer = 'NOBODY' | Role;

export interface RlsWorld extends AsyncDisposable {
  db: TestDatabase;
  clinic: TestClinic;
  superuser: pg.Client;
  [Symbol.asyncDispose](): Promise<void>;
  /** Runs one statement as the viewer by the given login and undoes it; the row count, or `denied`. */
  attempt(login: 'app' | 'worker', viewer: Viewer, sql: string, values?: unknown[]): Promise<number | 'denied'>;
}

/** A clinic with at least one row in every table, some of them the viewer's and some not. */
export async function openRlsWorld(): Promise<RlsWorld> {
  const db = await openTestDatabase();
  const clinic = await seedClinic(db);
  const superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
  await writeSessions(db, clinic);
  await writeAround(db, clinic, superuser);
  const logins = {
    app: new pg.Client({ connectionString: db.appUrl }),
    worker: new pg.Client({ connectionString: db.workerUrl }),
  };
  await Promise.all([logins.app.connect(), logins.worker.connect()]);
  const ids: Record<Viewer, string> = {
    NOBODY: '',
    PATIENT: clinic.patients[0].userId,
    // The second doctor covers nobody.
    DOCTOR: clinic.doctors[1].userId,
    SECRETARY: clinic.secretary.userId,
    ADMIN: clinic.admin.userId,
  };
  return {
    db,
    clinic,
    superuser,
    attempt: (login, viewer, sql, values) => attemptAs(logins[login], { viewer, id: ids[viewer] }, sql, values),
    async [Symbol.asyncDispose]() {
      await Promise.all([superuser.end(), logins.app.end(), logins.worker.end()]);
      await db[Symbol.asyncDispose]();
    },
  };
}

async function attemptAs(
  client: pg.Client,
  { viewer, id }: { viewer: Viewer; id: string },
  sql: string,
  values: unknown[] = [],
): Promise<number | 'denied'> {
  await client.query('BEGIN');
  try {
    await client.query(
      "SELECT set_config('app.actor_id', $1, true), set_config('app.role', $2, true), set_config('app.channel', 'API', true)",
      [id, viewer === 'NOBODY' ? '' : viewer],
    );
    return (await client.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 'denied';
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** One session of the first patient with the first doctor, approved and answered; one each of the others. */
async function writeSessions(db: TestDatabase, clinic: TestClinic): Promise<void> {
  const { sessionId, step } = await bookApproved(db.worker, clinic);
  const phone = clinic.patients[0].phone;
  await db.worker.withActor(systemActor('test'), async (tx) => {
    const sms = await tx.notification.findFirstOrThrow({ where: { id: { in: step.notificationIds }, channel: 'SMS' } });
    const prompts = [{ sessionId, kind: 'ATTENDANCE' as const, moveId: null, expiresAt: instant(7) }];
    await beginDelivery(tx, { notificationId: sms.id, address: phone, body: 'text', subject: null, prompts });
  });
  const patient = actorOf('PATIENT', clinic.patients[0].userId);
  await db.worker.withActor(patient, (tx) => replySession(tx, replyCommand(sessionId, { intent: 'DECLINE' })));
  const second = { doctorId: clinic.doctors[1].id, patientId: clinic.patients[1].id };
  const other = await book(db.worker, clinic, { ...second, startsAt: instant(8), endsAt: instant(8, 30) });
  await decide(db.worker, actorOf('DOCTOR', clinic.doctors[1].userId), decideCommand(other));
  await db.worker.withActor(systemActor('test'), async (tx) => {
    const sms = await tx.notification.findFirstOrThrow({
      where: { sessionId: other, channel: 'SMS', kind: 'APPROVED' },
    });
    const prompts = [{ sessionId: other, kind: 'ATTENDANCE' as const, moveId: null, expiresAt: instant(8) }];
    await beginDelivery(tx, {
      notificationId: sms.id,
      address: clinic.patients[1].phone,
      body: 'text',
      subject: null,
      prompts,
    });
  });
}

async function writeAround(db: TestDatabase, clinic: TestClinic, superuser: pg.Client): Promise<void> {
  await coverSecondDoctor(db, clinic);
  await superuser.query('UPDATE doctor_cover SET starts_on = starts_on - 90, ends_on = ends_on - 90');
  const anonymous = anonymousActor('test', 'SMS');
  await db.app.withActor(anonymous, async (tx) => {
    await receiveSms(tx, { providerMessageId: randomUUID(), from: '+15550001111', text: 'hello' });
    await recordReceipt(tx, { providerId: 'SM1', status: 'SENT', errorCode: null });
    await recordSignIn(tx, { ok: false, userId: null, emailHash: 'e', sourceHash: 's' });
  });
  const people = [clinic.patients[0].userId, clinic.doctors[1].userId, clinic.secretary.userId, clinic.admin.userId];
  for (const userId of people) {
    await superuser.query(
      `INSERT INTO idempotency_keys (caller_id, key, operation, body_hash, locked_until, expires_at)
       VALUES ($1, 'k', 'bookSession', 'h', now(), now())`,
      [userId],
    );
    await superuser.query(
      "INSERT INTO auth_sessions (id, user_id, refresh_hash, expires_at) VALUES (gen_random_uuid(), $1, 'h', now())",
      [userId],
    );
  }
  await superuser.query(
    "INSERT INTO chat_identities (id, user_id, channel, subject, verified_at) VALUES (gen_random_uuid(), $1, 'SMS', 'x', now())",
    [people[0]],
  );
  const tokenId = randomUUID();
  await superuser.query(
    `INSERT INTO account_tokens (id, user_id, purpose, token_hash, expires_at) VALUES ($1, $2, 'VERIFY_EMAIL', 'h', now())`,
    [tokenId, people[0]],
  );
  await superuser.query(
    `INSERT INTO account_mails (id, user_id, kind, token_id, address)
     VALUES (gen_random_uuid(), $2, 'VERIFY_EMAIL', $1, 'a@mail.example')`,
    [tokenId, people[0]],
  );
  await superuser.query("INSERT INTO account_requests (kind, email_hash, source_hash) VALUES ('FORGOT', 'e', 's')");
  await superuser.query('INSERT INTO calendar_links (user_id) SELECT unnest($1::uuid[])', [people]);
  await superuser.query(
    `INSERT INTO chat_link_codes (id, user_id, channel, code_hash, created_at, expires_at)
     VALUES (gen_random_uuid(), $1, 'SLACK', 'h', now(), now())`,
    [people[0]],
  );
  await superuser.query("INSERT INTO chat_link_failures (subject_hash, at) VALUES ('h', now())");
  await superuser.query(
    `INSERT INTO moves (id, session_id, awaiting, doctor_id, starts_at, ends_at, due_at)
     SELECT gen_random_uuid(), id, 'DOCTOR', doctor_id, starts_at, ends_at, starts_at FROM sessions`,
  );
  await superuser.query(
    `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind)
     SELECT gen_random_uuid(), id, '2027-05-12', '2027-05-14', 'CLOSED' FROM doctors`,
  );
  await superuser.query(
    `INSERT INTO leaves (id, doctor_id, actor_id, actor_role, channel, request_id)
     SELECT gen_random_uuid(), id, user_id, 'DOCTOR', 'API', 'r' FROM doctors`,
  );
  await superuser.query(
    `INSERT INTO leave_items (leave_id, session_id, action)
     SELECT l.id, s.id, 'KEEP' FROM leaves l JOIN sessions s ON s.doctor_id = l.doctor_id`,
  );
  await superuser.query("INSERT INTO audit_leaves VALUES (0, 1, '')");
  await superuser.query("INSERT INTO audit_nodes VALUES (1, 0, '')");
  await superuser.query("INSERT INTO audit_heads VALUES (1, '', now(), 'j', '3')");
  await superuser.query('INSERT INTO audit_runs (id, started_by) VALUES (gen_random_uuid(), $1)', [people[3]]);
  await superuser.query("INSERT INTO fired_timers SELECT id, starts_at, 'NUDGE' FROM sessions");
  await superuser.query(
    `INSERT INTO which_questions (inbound_id, phone, intent, options, expires_at)
     VALUES (gen_random_uuid(), '+15550100101', 'CONFIRM', '[]', now())`,
  );
}
