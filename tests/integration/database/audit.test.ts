import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import { recordAuditEvent } from '../../../prisma/stores/audit-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { book, bookApproved, decide, decideCommand, instant } from './commands.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;
let superuser: pg.Client;
let admin: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  admin = actorOf('ADMIN', clinic.admin.userId);
  superuser = new pg.Client({ connectionString: db.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await db[Symbol.asyncDispose]();
});

const entriesOf = (entityId: string) =>
  db.app.withActor(admin, async (tx) => {
    const entries = await tx.auditEntry.findMany({ where: { entityId }, orderBy: { id: 'asc' } });
    const values = await tx.auditPrivate.findMany({ where: { entryId: { in: entries.map(({ id }) => id) } } });
    return entries.map((entry) => ({ ...entry, values: values.filter(({ entryId }) => entryId === entry.id) }));
  });

describe('the audit', () => {
  it('has one entry for each change of a session, by whom and how', async () => {
    const { sessionId } = await bookApproved(db.worker, clinic, { startsAt: instant(30), endsAt: instant(30, 30) });
    const entries = await entriesOf(sessionId);
    expect(entries).toMatchObject([
      { entity: 'session', action: 'create', actorRole: 'SECRETARY', actorId: clinic.secretary.userId, before: null },
      {
        entity: 'session',
        action: 'status',
        actorRole: 'DOCTOR',
        actorId: clinic.doctors[0].userId,
        before: { status: 'PENDING', version: 1 },
        after: { status: 'APPROVED', version: 2 },
      },
    ]);
    expect(entries[0]?.requestId).toMatch(/^test\//);
    expect(entries[0]?.dbUser).toBe('clinic_worker');
  });

  it('holds commitments where personal values were, and the values apart', async () => {
    const sessionId = await book(db.worker, clinic, {
      startsAt: instant(31),
      endsAt: instant(31, 30),
      visitReason: 'private knee',
    });
    await decide(
      db.worker,
      actorOf('DOCTOR', clinic.doctors[0].userId),
      decideCommand(sessionId, { verdict: 'REJECT', reason: 'private reason', category: 'OTHER' }),
    );
    const entries = await entriesOf(sessionId);
    const [created, rejected] = entries;
    expect(JSON.stringify(entries.map(({ before, after, reason }) => ({ before, after, reason })))).not.toContain(
      'private',
    );
    expect(rejected).toMatchObject({ reason: 'OTHER', after: { reason_category: 'OTHER' } });
    const secret = created?.values.find(({ path }) => path === 'after.visit_reason');
    expect(secret?.value).toBe('private knee');
    const digest = createHash('sha256')
      .update(secret?.salt ?? '')
      .update('private knee')
      .digest('hex');
    expect(created?.after).toMatchObject({ visit_reason: `sha256:${digest}` });
    expect(rejected?.values.map(({ path, value }) => [path, value])).toEqual([['after.reason', 'private reason']]);
  });

  it('sees changes that no code of ours makes, replication mode included', async () => {
    const room = clinic.rooms[0].id;
    await superuser.query('SET session_replication_role = replica');
    await superuser.query("UPDATE rooms SET location = 'Cellar' WHERE id = $1", [room]);
    await superuser.query('RESET session_replication_role');
    expect((await entriesOf(room)).at(-1)).toMatchObject({
      action: 'update',
      actorRole: 'NONE',
      dbUser: 'postgres',
      after: { location: 'Cellar' },
    });
  });

  it.each(['audit_entries', 'audit_private'])('refuses every change of %s, to everybody', async (table) => {
    await book(db.worker, clinic, {
      startsAt: instant(table === 'audit_private' ? 32 : 33),
      endsAt: instant(table === 'audit_private' ? 32 : 33, 30),
    });
    const owner = new pg.Client({ connectionString: db.ownerUrl });
    await owner.connect();
    const column = table === 'audit_entries' ? 'channel' : 'path';
    for (const client of [superuser, owner]) {
      await expect(client.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code: '42501' });
    }
    for (const sql of [`UPDATE ${table} SET ${column} = 'x'`, `DELETE FROM ${table}`]) {
      await expect(superuser.query(sql)).rejects.toMatchObject({ code: '42501' });
      // Row-level security hides the rows from the owner, so that there is nothing to refuse.
      expect((await owner.query(sql)).rowCount).toBe(0);
    }
    await owner.end();
  });

  it('takes entries from nobody but its writer', async () => {
    const insert = `INSERT INTO audit_entries (at, xid, actor_role, channel, request_id, db_user, entity, action)
                    VALUES (now(), pg_current_xact_id(), 'ADMIN', 'API', 'x', 'x', 'user', 'read')`;
    await expectMissingRight(db.app.withActor(admin, (tx) => tx.$executeRawUnsafe(insert)));
    const owner = new pg.Client({ connectionString: db.ownerUrl });
    await owner.connect();
    await owner.query("SET app.role = 'SYSTEM'");
    await expect(owner.query(insert)).rejects.toMatchObject({ code: '42501' });
    await owner.end();
  });

  it('records events of a closed list, as whoever acts', async () => {
    const patientId = clinic.patients[0].id;
    await db.app.withActor(admin, (tx) =>
      recordAuditEvent(tx, { kind: 'read', entity: 'patient', entityId: patientId }),
    );
    expect((await entriesOf(patientId)).at(-1)).toMatchObject({ action: 'read', actorId: clinic.admin.userId });
    const unknown = { kind: 'create', entity: 'patient', entityId: patientId } as never;
    await expect(db.app.withActor(admin, (tx) => recordAuditEvent(tx, unknown))).rejects.toThrow();
    const forged = { kind: 'sign_in', entity: 'auth', entityId: clinic.admin.userId } as never;
    await expect(db.app.withActor(admin, (tx) => recordAuditEvent(tx, forged))).rejects.toThrow();
    const read = { kind: 'read', entity: 'patient', entityId: null } as const;
    const anonymous = db.app.withActor(anonymousActor('test'), (tx) => recordAuditEvent(tx, read));
    await expect(anonymous).rejects.toMatchObject({ code: 'forbidden' });
    const nobody: Actor = { id: randomUUID(), role: 'ADMIN', channel: 'API', requestId: 'x' };
    const attempt = db.app.withActor(nobody, (tx) => recordAuditEvent(tx, read));
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is an admin’s to read', async () => {
    const counts = await Promise.all(
      [
        actorOf('SECRETARY', clinic.secretary.userId),
        actorOf('DOCTOR', clinic.doctors[0].userId),
        anonymousActor('test'),
      ].map((actor) => db.app.withActor(actor, (tx) => tx.auditEntry.count())),
    );
    expect(counts).toEqual([0, 0, 0]);
    expect(await db.worker.withActor(systemActor('test'), (tx) => tx.auditEntry.count())).toBeGreaterThan(0);
  });
});
