import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { systemActor, type Actor } from '../../../domain/actor.js';
import { policyContradictions } from '../../../domain/policy/contradictions.js';
import type { Policy } from '../../../domain/policy/policy.js';
import {
  createPolicy,
  decisionBasis,
  markPolicyTold,
  policyProgress,
  readPolicy,
  renewDecisionDue,
  sessionsUnderPolicy,
  updatePolicy,
} from '../../../prisma/stores/policy-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { anyPolicy } from '../../unit/domain/support/arbitrary-policy.js';
import { book, bookApproved, createSlots, instant } from './commands.js';
import { expectMissingRight } from './missing-right.js';

let db: TestDatabase;
let clinic: TestClinic;
let superuser: pg.Client;
let admin: Actor;
const system = systemActor('test/policy');

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

const present = (): Promise<Policy> => db.app.withActor(admin, (tx) => readPolicy(tx));
const change = async (part: Partial<Policy>, actor: Actor = admin) => {
  const policy = { ...(await present()), ...part };
  return db.app.withActor(actor, (tx) => updatePolicy(tx, policy));
};
const nextSlot = createSlots(10);

describe('the policy', () => {
  it('changes as a whole, rises in its version, and leaves what was before and after', async () => {
    const before = await present();
    const result = await change({ clinicName: 'Oak Lane', reminderOffsetsMinutes: [600, 60], smsPerDay: 2 });
    const expected = {
      ...before,
      version: before.version + 1,
      clinicName: 'Oak Lane',
      reminderOffsetsMinutes: [600, 60],
      smsPerDay: 2,
    };
    expect(result).toEqual({ outcome: 'UPDATED', policy: expected });
    expect(await present()).toEqual(expected);
    const entries = await db.app.withActor(admin, (tx) =>
      tx.auditEntry.findMany({ where: { entity: 'policy', action: 'update' }, orderBy: { id: 'desc' }, take: 1 }),
    );
    expect(entries[0]).toMatchObject({
      actorId: clinic.admin.userId,
      before: { version: 1, clinic_name: 'Elm Street Clinic', sms_per_day: 1, reminder_offsets_minutes: [2_880, 180] },
      after: { version: 2, clinic_name: 'Oak Lane', sms_per_day: 2, reminder_offsets_minutes: [600, 60] },
    });
    expect(Object.keys(entries[0]?.after as object)).toHaveLength(4);
  });

  it('is changed by one of two who saw the same version', async () => {
    const seen = await present();
    const wish = (smsPerWeek: number) => db.app.withActor(admin, (tx) => updatePolicy(tx, { ...seen, smsPerWeek }));
    const outcomes = (await Promise.all([wish(4), wish(5), wish(6)])).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['STALE', 'STALE', 'UPDATED']);
    expect((await present()).version).toBe(seen.version + 1);
  });

  it('knows the zones that the database knows', async () => {
    expect(await change({ timeZone: 'Mars/Olympus' })).toEqual({ outcome: 'UNKNOWN_ZONE' });
    expect(await change({ timeZone: 'EST5EDT4,M3.2.0,M11.1.0' })).toEqual({ outcome: 'UNKNOWN_ZONE' });
  });

  it('is for admins to change, and once made not made again', async () => {
    for (const role of ['SECRETARY', 'DOCTOR', 'PATIENT'] as const) {
      const { userId } = { SECRETARY: clinic.secretary, DOCTOR: clinic.doctors[0], PATIENT: clinic.patients[0] }[role];
      await expect(change({ smsPerDay: 9 }, actorOf(role, userId))).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expectMissingRight(db.worker.withActor(system, async (tx) => updatePolicy(tx, await readPolicy(tx))));
    await expectMissingRight(
      db.app.withActor(admin, (tx) => createPolicy(tx, { clinicName: 'Second', timeZone: 'UTC' })),
    );
  });

  it('has in the database the rules that the domain has', async () => {
    const verdict = async (policy: Policy): Promise<boolean> => {
      await superuser.query('BEGIN');
      try {
        await superuser.query("SELECT set_config('app.role', 'ADMIN', true), set_config('app.actor_id', $1, true)", [
          clinic.admin.userId,
        ]);
        const command = JSON.stringify({ version: policy.version, policy });
        const { rows } = await superuser.query<{ outcome: string }>(
          "SELECT engine.update_policy($1::jsonb) ->> 'outcome' AS outcome",
          [command],
        );
        return rows[0]?.outcome === 'UPDATED';
      } catch (error) {
        // A check that fails, and nothing else.
        expect((error as { code?: string }).code).toBe('23514');
        return false;
      } finally {
        await superuser.query('ROLLBACK');
      }
    };
    const { version } = await present();
    const counts = { good: 0, bad: 0 };
    await fc.assert(
      fc.asyncProperty(anyPolicy, async (policy) => {
        const isGood = policyContradictions(policy).length === 0;
        counts[isGood ? 'good' : 'bad'] += 1;
        expect(await verdict({ ...policy, version })).toBe(isGood);
      }),
      { numRuns: 600 },
    );
    expect(Math.min(counts.good, counts.bad)).toBeGreaterThan(30);
  });
});

describe('open sessions', () => {
  beforeEach(async () => {
    await superuser.query('UPDATE sessions SET deleted_at = now()');
  });

  const basis = (sessionId: string) => db.worker.withActor(system, (tx) => decisionBasis(tx, sessionId));
  const renew = (sessionId: string, decisionDueAt: string) =>
    db.worker.withActor(system, (tx) =>
      renewDecisionDue(tx, {
        sessionId,
        decisionDueAt,
        policyVersion: 7,
        announcements: [{ kind: 'BOOKED', channel: 'SLACK', recipient: 'DOCTOR' }],
      }),
    );
  const under = (sinceChange: boolean, after: string | null = null, limit = 100) =>
    db.worker.withActor(system, (tx) => sessionsUnderPolicy(tx, { after, limit, sinceChange }));

  it('get another time to be decided by, with history, audit and the card', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    expect(await basis(sessionId)).toMatchObject({ snapshot: { sessionId, version: 1 }, policy: await present() });
    const due = instant(4);
    const step = await renew(sessionId, due);
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'PENDING', version: 2, decisionDueAt: due } });
    expect(step.notificationIds).toHaveLength(1);
    const again = await renew(sessionId, due);
    expect(again).toMatchObject({ state: 'APPLIED', snapshot: { version: 2 }, notificationIds: [] });
    const { rows } = await superuser.query(
      'SELECT version, actor_role, kind, from_status, to_status, reason FROM status_history WHERE session_id = $1 AND version > 1',
      [sessionId],
    );
    expect(rows).toEqual([
      {
        version: 2,
        actor_role: 'SYSTEM',
        kind: 'POLICY_CHANGED',
        from_status: 'PENDING',
        to_status: 'PENDING',
        reason: `Policy version 7: to be decided by ${due}`,
      },
    ]);
    const [entry] = await db.app.withActor(admin, (tx) =>
      tx.auditEntry.findMany({ where: { entity: 'session', entityId: sessionId, action: 'update' } }),
    );
    expect(entry?.after).toMatchObject({ version: 2, decision_due_at: expect.any(String) });
  });

  it('are left alone once they are decided', async () => {
    const { sessionId } = await bookApproved(db.worker, clinic, nextSlot());
    expect(await renew(sessionId, instant(4))).toMatchObject({
      state: 'REFUSED',
      code: 'invalid_transition',
      snapshot: { status: 'APPROVED', version: 2 },
    });
  });

  it('are found in order, page by page, and those of the last minute apart', async () => {
    const ids = [];
    for (let count = 0; count < 3; count += 1) ids.push(await book(db.worker, clinic, nextSlot()));
    ids.push((await bookApproved(db.worker, clinic, nextSlot())).sessionId);
    ids.sort();
    expect(await under(false)).toEqual(ids);
    expect(await under(false, String(ids[0]), 2)).toEqual(ids.slice(1, 3));
    await superuser.query("UPDATE sessions SET created_at = now() - interval '1 hour' WHERE id <> $1", [ids[2]]);
    await superuser.query('UPDATE policy SET updated_at = now()');
    expect(await under(true)).toEqual([ids[2]]);
  });

  it('are known to have been told, of a version and all before it', async () => {
    await change({ smsPerWeek: 7 });
    const progress = () => db.worker.withActor(system, (tx) => policyProgress(tx));
    const { version } = await present();
    expect(await progress()).toEqual({ version, isTold: false });
    const { rows: before } = await superuser.query("SELECT count(*) FROM audit_entries WHERE entity = 'policy'");
    await db.worker.withActor(system, (tx) => markPolicyTold(tx, version - 1));
    expect(await progress()).toEqual({ version, isTold: false });
    await db.worker.withActor(system, (tx) => markPolicyTold(tx, version));
    await db.worker.withActor(system, (tx) => markPolicyTold(tx, version - 1));
    expect(await progress()).toEqual({ version, isTold: true });
    const { rows: after } = await superuser.query("SELECT count(*) FROM audit_entries WHERE entity = 'policy'");
    expect(after).toEqual(before);
  });

  it('are the system’s to follow', async () => {
    const sessionId = await book(db.worker, clinic, nextSlot());
    await expect(db.worker.withActor(admin, (tx) => decisionBasis(tx, sessionId))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expectMissingRight(db.app.withActor(system, (tx) => markPolicyTold(tx, 99)));
  });
});
