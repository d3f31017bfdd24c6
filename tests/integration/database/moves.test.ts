import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { movableSession } from '../../../prisma/stores/session-store.js';
import { readSession, sessionHistory } from '../../../prisma/views/session-view.js';
import { book, instant } from './commands.js';
import { decideMoveCommand, moveCommand } from './move-commands.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const asSystem = systemActor('test');

describe('what a move comes to', () => {
  it.each(['patient', 'secretary'] as const)('a request moves at once for the %s', async (who) => {
    const sessionId = await world.pending();
    const command = moveCommand(sessionId, world.time());
    const step = await world.steps.move(world.people[who], command);
    expect(step).toMatchObject({
      state: 'APPLIED',
      code: null,
      snapshot: {
        status: 'PENDING',
        version: 2,
        startsAt: command.wanted.startsAt,
        endsAt: command.wanted.endsAt,
        decisionDueAt: command.decisionDueAt,
        move: null,
      },
    });
    expect(step.notificationIds).toHaveLength(4);
    expect(await world.holdsOf(sessionId)).toEqual([{ own: true, starts: new Date(command.wanted.startsAt) }]);
  });

  it.each([
    ['patient', 'APPROVED', 'DOCTOR'],
    ['secretary', 'APPROVED', 'DOCTOR'],
    ['doctor', 'APPROVED', 'PATIENT'],
    ['admin', 'APPROVED', 'PATIENT'],
    ['doctor', 'PENDING', 'PATIENT'],
    ['admin', 'PENDING', 'PATIENT'],
  ] as const)('the %s’s move of one that is %s awaits the %s', async (who, status, awaiting) => {
    const sessionId = await (status === 'PENDING' ? world.pending() : world.approved());
    const before = await world.db.worker.withActor(asSystem, (tx) => movableSession(tx, sessionId));
    const command = moveCommand(sessionId, world.time(), { reason: 'a meeting', moveDueAt: instant(20) });
    const step = await world.steps.move(world.people[who], command);
    const move = {
      moveId: command.decisionId,
      awaiting,
      doctorId: world.clinic.doctors[0].id,
      startsAt: command.wanted.startsAt,
      endsAt: command.wanted.endsAt,
      dueAt: command.moveDueAt,
    };
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: {
        status,
        startsAt: before?.snapshot.startsAt,
        decisionDueAt: status === 'PENDING' ? command.moveDueAt : before?.snapshot.decisionDueAt,
        move,
      },
      basis: { fired: [], policy: { timeZone: 'Europe/Berlin' } },
    });
    expect(await world.holdsOf(sessionId)).toMatchObject([{ own: false }, { own: true }]);
    const view = await world.db.app.withActor(world.people[who], (tx) => readSession(tx, sessionId));
    expect(view?.move).toMatchObject({
      id: command.decisionId,
      status: 'PROPOSED',
      awaiting,
      dueAt: command.moveDueAt,
    });
    expect(view?.move?.reason).toBe(who === 'patient' ? null : 'a meeting');
    const history = await world.db.app.withActor(world.people[who], (tx) => sessionHistory(tx, sessionId));
    expect(history.at(-1)).toMatchObject({
      kind: 'MOVE_PROPOSED',
      details: { moveId: command.decisionId, proposedStartsAt: command.wanted.startsAt },
    });
  });

  it('to another doctor is seen and decided by that doctor while it is open', async () => {
    const sessionId = await world.approved();
    const { otherDoctor, secretary } = world.people;
    const read = () => world.db.app.withActor(otherDoctor, (tx) => readSession(tx, sessionId));
    expect(await read()).toBeNull();
    const [, other] = world.clinic.doctors;
    const wanted = world.time({ ...world.nextSlot(), doctorId: other.id });
    await world.steps.move(secretary, moveCommand(sessionId, wanted));
    expect(await read()).toMatchObject({ id: sessionId, patient: { fullName: world.clinic.patients[0].fullName } });
    const own = await world.steps.decideMove(world.people.doctor, decideMoveCommand(sessionId));
    expect(own).toMatchObject({ code: 'forbidden' });
    const step = await world.steps.decideMove(otherDoctor, decideMoveCommand(sessionId));
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { doctorId: other.id } });
    const gone = await world.db.app.withActor(world.people.doctor, (tx) => readSession(tx, sessionId));
    expect(gone).toBeNull();
  });

  it('may overlap the session’s own time, and takes the next room where the first is taken', async () => {
    const slot = world.nextSlot();
    const sessionId = await book(world.db.worker, world.clinic, slot);
    const later = (iso: string): string => new Date(Date.parse(iso) + 15 * 60_000).toISOString();
    await book(world.db.worker, world.clinic, {
      startsAt: slot.endsAt,
      endsAt: later(slot.endsAt),
      doctorId: world.clinic.doctors[1].id,
      patientId: world.clinic.patients[1].id,
    });
    const wanted = world.time({
      startsAt: later(slot.startsAt),
      endsAt: later(slot.endsAt),
      roomIds: world.clinic.rooms.map(({ id }) => id),
    });
    await world.steps.move(world.people.secretary, moveCommand(sessionId, wanted));
    const view = await world.db.app.withActor(world.people.admin, (tx) => readSession(tx, sessionId));
    expect(view).toMatchObject({ startsAt: wanted.startsAt, room: { id: world.clinic.rooms[1].id } });
  });
});

it('gives the same answer to the same id, to the same person only', async () => {
  const sessionId = await world.approved();
  const command = moveCommand(sessionId, world.time());
  const first = await world.steps.move(world.people.patient, command);
  const word = decideMoveCommand(sessionId);
  const decided = await world.steps.decideMove(world.people.doctor, word);
  expect(await world.steps.move(world.people.patient, command)).toMatchObject({
    snapshot: first.snapshot,
    notificationIds: first.notificationIds,
  });
  expect(await world.steps.decideMove(world.people.doctor, word)).toEqual(decided);
  await expect(world.steps.decideMove(world.people.admin, word)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await world.rows('SELECT count(*)::int AS n FROM decisions WHERE session_id = $1', [sessionId])).toEqual([
    { n: 3 },
  ]);
});
