import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../domain/actor.js';
import { systemActor } from '../../../domain/actor.js';
import type { Tx } from '../../../prisma/actor.js';
import {
  addException,
  openAvailability,
  removeException,
  setWeeklyHours,
} from '../../../prisma/stores/availability-store.js';
import { sqlState } from '../../../prisma/errors.js';
import { leaveWork, openLeave, settleLeaveItem, unfinishedLeaves } from '../../../prisma/stores/leave-store.js';
import { loadSchedulingToBook } from '../../../prisma/stores/scheduling-store.js';
import { bookSession } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { waitFor } from '../../support/wait-for.js';
import { book, bookCommand, createSlots, instant } from './commands.js';
import { connected } from './connected.js';

let db: TestDatabase;
let clinic: TestClinic;
beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(10);
const doctor = () => clinic.doctors[0];
const own = () => actorOf('DOCTOR', doctor().userId);
const secretary = () => actorOf('SECRETARY', clinic.secretary.userId);
const as = <T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T> => db.app.withActor(actor, fn);
const asSystem = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.worker.withActor(systemActor('test'), fn);
const closure = (change: object = {}) => ({
  exceptionId: randomUUID(),
  doctorId: doctor().id,
  from: instant(300).slice(0, 10),
  to: instant(301).slice(0, 10),
  kind: 'CLOSED' as const,
  startMinute: null,
  endMinute: null,
  reason: 'holiday',
  ...change,
});
const hours = (change: object = {}) => ({
  doctorId: doctor().id,
  timeZone: 'Europe/Berlin',
  validFrom: instant(300).slice(0, 10),
  weekly: [],
  ...change,
});

describe('whose hours the engine changes', () => {
  it('weekly ones: for the doctor and admins', async () => {
    const foreign = actorOf('DOCTOR', clinic.doctors[1].userId);
    for (const actor of [secretary(), foreign, actorOf('PATIENT', clinic.patients[0].userId)]) {
      await expect(as(actor, (tx) => setWeeklyHours(tx, hours()))).rejects.toMatchObject({ code: 'forbidden' });
      const open = as(actor, (tx) => openAvailability(tx, { doctorId: doctor().id, weekly: true }));
      await expect(open).rejects.toMatchObject({ code: 'forbidden' });
    }
    await as(actorOf('ADMIN', clinic.admin.userId), (tx) => setWeeklyHours(tx, hours()));
    // Claims to be an admin, and is none.
    const claim = as(actorOf('ADMIN', clinic.secretary.userId), (tx) => setWeeklyHours(tx, hours()));
    await expect(claim).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('exceptions: for secretaries too, and never the past', async () => {
    const exception = closure();
    await as(secretary(), (tx) => addException(tx, exception));
    const foreign = actorOf('DOCTOR', clinic.doctors[1].userId);
    const remove = { doctorId: doctor().id, exceptionId: exception.exceptionId, today: instant(0).slice(0, 10) };
    await expect(as(foreign, (tx) => removeException(tx, remove))).rejects.toMatchObject({ code: 'forbidden' });
    await as(own(), (tx) => removeException(tx, remove));
    const past = [
      as(own(), (tx) => addException(tx, closure({ from: '2026-01-01' }))),
      as(own(), (tx) => setWeeklyHours(tx, hours({ validFrom: '2026-01-01' }))),
      as(own(), (tx) => removeException(tx, { ...remove, today: '2026-01-01' })),
    ];
    for (const { reason } of (await Promise.allSettled(past)) as PromiseRejectedResult[]) {
      expect(sqlState(reason)).toBe('22023');
    }
  });

  it('leaves are worked on by SYSTEM only', async () => {
    const leaveId = randomUUID();
    await expect(db.worker.withActor(own(), (tx) => leaveWork(tx, { leaveId, limit: 1 }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(db.worker.withActor(own(), (tx) => unfinishedLeaves(tx, null))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

it('audits each change of hours with who made it', async () => {
  await using superuser = await connected(db.superuserUrl);
  const { exceptionId, ...rest } = closure();
  await as(secretary(), (tx) => addException(tx, { exceptionId, ...rest }));
  const { rows } = await superuser.client.query<{ actor_id: string; after: { id: string; reason: string } }>(
    `SELECT actor_id, after FROM audit_entries WHERE entity = 'availability' AND after ->> 'id' = $1`,
    [exceptionId],
  );
  expect(rows[0]?.actor_id).toBe(clinic.secretary.userId);
  expect(rows[0]?.after.reason).toMatch(/^sha256:/);
});

it('finishes a leave with its last item, and settles an item once', async () => {
  const sessions = [await book(db.worker, clinic, nextSlot()), await book(db.worker, clinic, nextSlot())];
  const leaveId = randomUUID();
  const items = sessions.map((sessionId) => ({ sessionId, action: 'CANCEL' as const }));
  await as(own(), (tx) => openLeave(tx, { leaveId, doctorId: doctor().id, exceptionId: leaveId, items }));
  const work = await asSystem((tx) => leaveWork(tx, { leaveId, limit: 5 }));
  expect(work).toMatchObject({ actor: { id: doctor().userId, role: 'DOCTOR', channel: 'API' } });
  const settle = (itemId: string) => asSystem((tx) => settleLeaveItem(tx, { itemId, state: 'DONE', code: null }));
  const [first, second] = (work?.items ?? []).map(({ id }) => id) as [string, string];
  await Promise.all([settle(first), settle(first)]);
  expect(await asSystem((tx) => unfinishedLeaves(tx, null))).toEqual([leaveId]);
  await settle(second);
  expect(await asSystem((tx) => unfinishedLeaves(tx, null))).toEqual([]);
});

describe('a booking and a change of hours at the same moment', () => {
  const query = () => ({
    doctorId: doctor().id,
    patientId: clinic.patients[0].id,
    roomId: null,
    fromMs: Date.now(),
    toMs: Date.now() + 86_400_000,
    ignoreSessionId: null,
  });
  const waiting = (n: number) => async () => {
    await using superuser = await connected(db.superuserUrl);
    const sql = "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    return (await superuser.client.query<{ n: number }>(sql)).rows[0]?.n === n;
  };

  it('a change waits for what was judged by the old hours, and sees it', async () => {
    const command = bookCommand(clinic, nextSlot());
    let change: Promise<{ sessions: { id: string }[] }> | undefined;
    await db.worker.withActor(secretary(), async (tx) => {
      await loadSchedulingToBook(tx, query());
      change = as(own(), (inner) => openAvailability(inner, { doctorId: doctor().id, weekly: false }));
      await waitFor(waiting(1));
      await bookSession(tx, command);
    });
    expect((await change)?.sessions.map(({ id }) => id)).toContain(command.sessionId);
  });

  it('a booking waits for a change, and is judged by the new hours', async () => {
    const from = instant(0).slice(0, 10);
    let judged: ReturnType<typeof loadSchedulingToBook> | undefined;
    await as(own(), async (tx) => {
      await openAvailability(tx, { doctorId: doctor().id, weekly: false });
      judged = db.worker.withActor(secretary(), (inner) => loadSchedulingToBook(inner, query()));
      await waitFor(waiting(1));
      await addException(tx, closure({ from, to: from }));
    });
    expect((await judged)?.exceptions).toContainEqual(expect.objectContaining({ from, kind: 'CLOSED' }));
  });

  it('two bookings do not wait for each other', async () => {
    await db.worker.withActor(secretary(), async (tx) => {
      await loadSchedulingToBook(tx, query());
      await db.worker.withActor(secretary(), (inner) => loadSchedulingToBook(inner, query()));
    });
  });
});
