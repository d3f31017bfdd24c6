import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../../domain/actor.js';
import { bookSession, sessionSnapshot, type SessionRecord } from '../../../prisma/stores/session-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { waitFor } from '../../support/wait-for.js';
import { book, bookCommand, createSlots } from './commands.js';
import { connected } from './connected.js';
import { createGate } from './gate.js';

let db: TestDatabase;
let clinic: TestClinic;
let secretary: Actor;

beforeAll(async () => {
  db = await openTestDatabase();
  clinic = await seedClinic(db);
  secretary = actorOf('SECRETARY', clinic.secretary.userId);
});
afterAll(() => db[Symbol.asyncDispose]());

const nextSlot = createSlots(50);
const load = (sessionId: string): Promise<SessionRecord | null> =>
  db.worker.withActor(systemActor('test'), (tx) => sessionSnapshot(tx, sessionId));

/** Runs `fn` while another booking of the same slot is neither committed nor undone, then undoes that one. */
async function besideAnother(
  slot: { startsAt: string; endsAt: string },
  fn: (undo: () => void) => Promise<void>,
): Promise<void> {
  const gate = createGate<void>();
  const entered = createGate<void>();
  const stopped = new Error('undone');
  const other = db.worker.withActor(secretary, async (tx) => {
    await bookSession(tx, bookCommand(clinic, { ...slot, patientId: clinic.patients[1].id }));
    entered.resolve();
    await gate.promise;
    throw stopped;
  });
  const settled = expect(other).rejects.toBe(stopped);
  await entered.promise;
  try {
    await fn(() => gate.resolve());
  } finally {
    gate.resolve();
    await settled;
  }
}

async function waiting(kind: string): Promise<void> {
  await using superuser = await connected(db.superuserUrl);
  await waitFor(async () => {
    const { rowCount } = await superuser.client.query(
      'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = $1 AND query LIKE $2',
      ['Lock', `%${kind}%`],
    );
    return (rowCount ?? 0) > 0;
  });
}

it('whoever looks for a booking waits for the one that is under way', async () => {
  const slot = nextSlot();
  const command = bookCommand(clinic, slot);
  await besideAnother(slot, async (undo) => {
    const booking = db.worker.withActor(secretary, (tx) => bookSession(tx, command));
    await waiting('book_session');
    const looking = load(command.sessionId);
    await waiting('session_snapshot');
    undo();
    expect((await booking).outcome).toBe('BOOKED');
    expect(await looking).toMatchObject({ snapshot: { sessionId: command.sessionId, status: 'PENDING' } });
  });
});

it('a booking that comes after the look finds its time over', async () => {
  const command = bookCommand(clinic, { ...nextSlot(), notAfter: new Date(Date.now() + 300).toISOString() });
  const gate = createGate<void>();
  const looked = createGate<SessionRecord | null>();
  const looking = db.worker.withActor(systemActor('test'), async (tx) => {
    looked.resolve(await sessionSnapshot(tx, command.sessionId));
    await gate.promise;
  });
  expect(await looked.promise).toBeNull();
  const booking = db.worker.withActor(secretary, (tx) => bookSession(tx, command));
  const refused = expect(booking).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  await waiting('book_session');
  await waitFor(() => Date.now() > Date.parse(command.notAfter ?? ''));
  gate.resolve();
  await looking;
  await refused;
  expect(await load(command.sessionId)).toBeNull();
});

it('a hold that waited past the deadline is not kept', async () => {
  const slot = nextSlot();
  const command = bookCommand(clinic, { ...slot, notAfter: new Date(Date.now() + 500).toISOString() });
  await besideAnother(slot, async (undo) => {
    const booking = db.worker.withActor(secretary, (tx) => bookSession(tx, command));
    const refused = expect(booking).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    await waiting('book_session');
    await waitFor(() => Date.now() > Date.parse(command.notAfter ?? ''));
    undo();
    await refused;
  });
  expect(await load(command.sessionId)).toBeNull();
  await book(db.worker, clinic, slot);
});

it('a commit that nobody heard of is adopted although the booker and the doctor have left', async () => {
  const command = bookCommand(clinic, nextSlot());
  await db.worker.withActor(secretary, (tx) => bookSession(tx, command));
  await using superuser = await connected(db.superuserUrl);
  await superuser.client.query("UPDATE users SET status = 'DISABLED' WHERE id = $1", [clinic.secretary.userId]);
  await superuser.client.query('UPDATE doctors SET active = false WHERE id = $1', [command.doctorId]);
  const again = await db.worker.withActor(secretary, (tx) => bookSession(tx, command));
  expect(again).toMatchObject({ outcome: 'BOOKED', snapshot: { sessionId: command.sessionId } });
  const fresh = await db.worker.withActor(secretary, (tx) => bookSession(tx, bookCommand(clinic, nextSlot())));
  expect(fresh).toEqual({ outcome: 'FORBIDDEN' });
  const nobody: Actor = { ...secretary, id: null, role: 'ANONYMOUS' };
  expect(await db.worker.withActor(nobody, (tx) => bookSession(tx, command))).toEqual({ outcome: 'FORBIDDEN' });
});
