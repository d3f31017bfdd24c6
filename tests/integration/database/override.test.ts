import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../../domain/actor.js';
import type { Resource } from '../../../domain/session/types.js';
import {
  bookSession,
  cancelSession,
  type BookCommand,
  type BookResult,
  type Exemption,
} from '../../../prisma/stores/session-store.js';
import { loadScheduling } from '../../../prisma/stores/scheduling-store.js';
import { readSession } from '../../../prisma/views/session-view.js';
import { waitFor } from '../../support/wait-for.js';
import { book, bookCommand, cancelCommand, createSlots, instant } from './commands.js';
import { amendCommand, moveCommand, reopenCommand, wantedTime } from './move-commands.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld({ poolSize: 20 });
});
afterAll(() => world[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const override = (...exempt: Resource[]): Exemption => ({ reason: 'an emergency', accept: exempt, exempt });
const bookAs = (actor: Actor, command: BookCommand): Promise<BookResult> =>
  world.db.worker.withActor(actor, (tx) => bookSession(tx, command));
/** The same doctor and room for the second patient. */
const over = (slot: { startsAt: string; endsAt: string }, change: Partial<BookCommand> = {}): BookCommand =>
  bookCommand(world.clinic, { ...slot, patientId: world.clinic.patients[1].id, ...change });
const exemptions = (sessionId: string) =>
  world.rows<{ doctor: boolean; room: boolean; patient: boolean }>(
    `SELECT exempt_doctor AS doctor, exempt_room AS room, exempt_patient AS patient
       FROM holds WHERE session_id = $1 AND active`,
    [sessionId],
  );
const isOverbooked = async (sessionId: string) =>
  (await world.db.app.withActor(world.people.admin, (tx) => readSession(tx, sessionId)))?.overbooked;

describe('an override of a booking', () => {
  it('frees what conflicts and was accepted, no more, and marks the session', async () => {
    const slot = nextSlot();
    await book(world.db.worker, world.clinic, slot);
    const command = over(slot, {
      roomIds: world.clinic.rooms.map(({ id }) => id),
      override: override('doctor', 'room', 'patient'),
    });
    expect(await bookAs(world.people.admin, command)).toMatchObject({ outcome: 'BOOKED' });
    // The second room is free, and so is the second patient.
    expect(await exemptions(command.sessionId)).toEqual([{ doctor: true, room: false, patient: false }]);
    expect(await isOverbooked(command.sessionId)).toBe(true);
    const [entry] = await world.rows(
      "SELECT actor_id, after FROM audit_entries WHERE entity_id = $1 AND action = 'override'",
      [command.sessionId],
    );
    expect(entry).toMatchObject({
      actor_id: world.clinic.admin.userId,
      after: { kind: 'BOOK', accepted: ['doctor', 'room', 'patient'], exempt: ['doctor'] },
    });
  });

  it('names what was not accepted', async () => {
    const slot = nextSlot();
    await book(world.db.worker, world.clinic, slot);
    const command = over(slot, { override: override('doctor') });
    expect(await bookAs(world.people.admin, command)).toEqual({ outcome: 'CONFLICT', conflicts: ['room'] });
    expect(await exemptions(command.sessionId)).toEqual([]);
  });

  it('is an admin’s, also for a doctor who takes no more sessions', async () => {
    const slot = nextSlot();
    const [, second] = world.clinic.doctors;
    await world.rows('UPDATE doctors SET active = false WHERE id = $1', [second.id]);
    const command = over(slot, { doctorId: second.id, override: override() });
    for (const actor of [world.people.secretary, world.people.doctor, systemActor('test')]) {
      expect(await bookAs(actor, command)).toEqual({ outcome: 'FORBIDDEN' });
    }
    expect(await bookAs(world.people.admin, { ...command, override: null })).toEqual({ outcome: 'FORBIDDEN' });
    expect(await bookAs(world.people.admin, command)).toMatchObject({ outcome: 'BOOKED' });
    expect(await isOverbooked(command.sessionId)).toBe(false);
    await world.rows('UPDATE doctors SET active = true WHERE id = $1', [second.id]);
  });
});

describe('an overbooked time', () => {
  it('is no time for an ordinary booking or move, even when it is the only one left there', async () => {
    const slot = nextSlot();
    const first = await book(world.db.worker, world.clinic, slot);
    const exempt = over(slot, { roomIds: [world.clinic.rooms[1].id], override: override('doctor') });
    await bookAs(world.people.admin, exempt);
    await world.db.worker.withActor(world.people.secretary, (tx) => cancelSession(tx, cancelCommand(first)));
    const wish = over(slot, { patientId: world.clinic.patients[2].id });
    expect(await bookAs(world.people.secretary, wish)).toEqual({ outcome: 'CONFLICT', conflicts: ['doctor'] });
    const other = await book(world.db.worker, world.clinic, nextSlot());
    const move = moveCommand(other, wantedTime(world.clinic, slot));
    expect(await world.steps.move(world.people.secretary, move)).toMatchObject({
      code: 'slot_taken',
      refusal: { conflicts: ['doctor'] },
    });
  });

  it('is seen by the rules, like the time that an open move proposes', async () => {
    const slot = nextSlot();
    const exempt = over(slot, { override: override() });
    await book(world.db.worker, world.clinic, { ...slot, roomIds: [world.clinic.rooms[1].id] });
    await bookAs(world.people.admin, { ...exempt, override: override('doctor') });
    const proposal = nextSlot();
    const request = await book(world.db.worker, world.clinic, nextSlot());
    await world.steps.move(world.people.doctor, moveCommand(request, wantedTime(world.clinic, proposal)));
    const load = (fromMs: number, ignoreSessionId: string | null) =>
      world.db.worker.withActor(world.people.secretary, (tx) =>
        loadScheduling(tx, {
          doctorId: world.clinic.doctors[0].id,
          patientId: null,
          roomId: null,
          fromMs,
          toMs: fromMs + 1_800_000,
          ignoreSessionId,
        }),
      );
    const overbooked = await load(Date.parse(slot.startsAt), null);
    expect(overbooked?.busy.map(({ resource }) => resource).sort()).toEqual(['doctor', 'doctor', 'room', 'room']);
    expect((await load(Date.parse(proposal.startsAt), null))?.busy).toHaveLength(2);
    expect((await load(Date.parse(proposal.startsAt), request))?.busy).toEqual([]);
  });
});

describe('an override of a time', () => {
  it('moves at once, and the session is ordinary again once its time is', async () => {
    const slot = nextSlot();
    await book(world.db.worker, world.clinic, slot);
    const sessionId = await book(world.db.worker, world.clinic, {
      ...nextSlot(),
      patientId: world.clinic.patients[1].id,
    });
    const wanted = wantedTime(world.clinic, { ...slot, override: override('doctor', 'room') });
    const secretary = await world.steps.move(world.people.secretary, moveCommand(sessionId, wanted));
    expect(secretary).toMatchObject({ code: 'forbidden' });
    const half = { ...wanted, override: override('room') };
    expect(await world.steps.move(world.people.admin, moveCommand(sessionId, half))).toMatchObject({
      code: 'confirmation_required',
      refusal: { conflicts: ['doctor'] },
    });
    const step = await world.steps.move(world.people.admin, moveCommand(sessionId, wanted));
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'PENDING', startsAt: slot.startsAt, move: null },
    });
    expect(await exemptions(sessionId)).toEqual([{ doctor: true, room: true, patient: false }]);
    expect(await isOverbooked(sessionId)).toBe(true);
    await world.steps.move(world.people.secretary, moveCommand(sessionId, wantedTime(world.clinic, nextSlot())));
    expect(await exemptions(sessionId)).toEqual([{ doctor: false, room: false, patient: false }]);
    expect(await isOverbooked(sessionId)).toBe(false);
  });

  it('amends and reopens', async () => {
    const slot = nextSlot();
    await book(world.db.worker, world.clinic, slot);
    const sessionId = await book(world.db.worker, world.clinic, {
      ...nextSlot(),
      patientId: world.clinic.patients[1].id,
    });
    const wanted = wantedTime(world.clinic, { ...slot, override: override('doctor', 'room') });
    await world.steps.amend(world.people.admin, amendCommand(sessionId, { wanted }));
    expect(await isOverbooked(sessionId)).toBe(true);
    await world.db.worker.withActor(world.people.secretary, (tx) => cancelSession(tx, cancelCommand(sessionId)));
    const ordinary = reopenCommand(sessionId, { ...wanted, override: null });
    expect(await world.steps.reopen(world.people.admin, ordinary)).toMatchObject({ code: 'confirmation_required' });
    expect(await world.steps.reopen(world.people.admin, reopenCommand(sessionId, wanted))).toMatchObject({
      state: 'APPLIED',
    });
    expect(await exemptions(sessionId)).toEqual([{ doctor: true, room: true, patient: false }]);
  });
});

describe('overrides and ordinary bookings at the same moment', () => {
  it('an override waits for a booking under way, and then counts it', async () => {
    const slot = nextSlot();
    let second: Promise<BookResult> | undefined;
    await world.db.worker.withActor(world.people.secretary, async (tx) => {
      await bookSession(tx, bookCommand(world.clinic, slot));
      second = bookAs(world.people.admin, over(slot, { override: override('doctor') }));
      await waitFor(async () => {
        const sql = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND mode = 'ExclusiveLock'";
        return (await world.rows(sql)).length > 0;
      });
    });
    expect(await second).toEqual({ outcome: 'CONFLICT', conflicts: ['room'] });
  });

  it('no ordinary booking lands on an exempt hold', async () => {
    const rooms = world.clinic.rooms.map(({ id }) => id);
    for (let round = 0; round < 15; round += 1) {
      const slot = { startsAt: instant(200 + round), endsAt: instant(200 + round, 30) };
      const wishes = world.clinic.patients.flatMap(({ id }, index) => {
        const roomIds = index % 2 === 0 ? rooms : rooms.toReversed();
        const ordinary = bookCommand(world.clinic, { ...slot, patientId: id, roomIds });
        const exempt = { ...ordinary, sessionId: randomUUID(), override: override('doctor', 'room', 'patient') };
        return [bookAs(world.people.secretary, ordinary), bookAs(world.people.admin, exempt)];
      });
      const results = await Promise.all(wishes);
      expect(results.filter((_, index) => index % 2 === 1).every(({ outcome }) => outcome === 'BOOKED')).toBe(true);
    }
    // Whoever came after an exempt hold is exempt as well. A transaction's own clock says only when it began.
    const landed = await world.rows(
      `WITH taken AS (
         SELECT h.*, (SELECT a.at FROM audit_entries a
                       WHERE a.entity = 'session' AND a.entity_id = h.session_id::text AND a.action = 'create') AS taken_at
           FROM holds h WHERE h.active AND lower(h.slot_range) >= $1)
       SELECT 1 FROM taken late JOIN taken early
           ON early.session_id <> late.session_id AND early.taken_at < late.taken_at AND early.slot_range && late.slot_range
          AND early.doctor_id = late.doctor_id AND early.exempt_doctor AND NOT late.exempt_doctor`,
      [instant(200)],
    );
    expect(landed).toEqual([]);
  });
});
