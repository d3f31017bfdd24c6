import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anonymousActor, systemActor, type Actor } from '../../../domain/actor.js';
import { decisionById } from '../../../prisma/stores/session-store.js';
import { actorOf } from '../../support/clinic.js';
import { book, instant } from './commands.js';
import { moveCommand } from './move-commands.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const asSystem = systemActor('test');

describe('a move that is refused', () => {
  const strangers = (): [string, Actor][] => [
    ['another patient', actorOf('PATIENT', world.clinic.patients[1].id, 'SMS')],
    ['another doctor', world.people.otherDoctor],
    ['nobody', anonymousActor('test')],
    ['a false claim', actorOf('ADMIN', world.clinic.secretary.userId)],
    ['the system', asSystem],
  ];

  it('is kept, with its code', async () => {
    const sessionId = await world.approved();
    for (const [name, actor] of strangers()) {
      const command = moveCommand(sessionId, world.time());
      const step = await world.steps.move(actor, command);
      expect({ name, step }).toMatchObject({
        name,
        step: { state: 'REFUSED', code: 'forbidden', notificationIds: [] },
      });
      const row = await world.db.worker.withActor(asSystem, (tx) => decisionById(tx, command.decisionId));
      expect(row).toMatchObject({ kind: 'MOVE', state: 'REFUSED', code: 'forbidden' });
    }
    expect(await world.holdsOf(sessionId)).toMatchObject([{ own: true }]);
  });

  it.each(['patient', 'doctor'] as const)('the %s does not choose another doctor', async (who) => {
    const sessionId = await world.approved();
    const wanted = world.time({ ...world.nextSlot(), doctorId: world.clinic.doctors[1].id });
    expect(await world.steps.move(world.people[who], moveCommand(sessionId, wanted))).toMatchObject({
      code: 'forbidden',
    });
  });

  it('names what is wrong with it', async () => {
    const { secretary, admin, patient } = world.people;
    const stale = await world.approved();
    expect(await world.steps.move(secretary, moveCommand(stale, world.time(), { version: 9 }))).toMatchObject({
      code: 'stale_version',
    });
    const past = world.time({ startsAt: instant(-2), endsAt: instant(-2, 30) });
    expect(await world.steps.move(secretary, moveCommand(stale, past))).toMatchObject({ code: 'slot_not_bookable' });
    await world.proposed('secretary', stale);
    expect(await world.steps.move(admin, moveCommand(stale, world.time()))).toMatchObject({
      code: 'invalid_transition',
    });

    const begun = await world.approved();
    await world.shift(begun, instant(-1), instant(300));
    expect(await world.steps.move(admin, moveCommand(begun, world.time()))).toMatchObject({
      code: 'invalid_transition',
    });

    const slot = world.nextSlot();
    const same = await book(world.db.worker, world.clinic, slot);
    expect(await world.steps.move(secretary, moveCommand(same, world.time(slot)))).toMatchObject({
      code: 'invalid_transition',
    });

    const soon = await world.approved();
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    await world.shift(soon, inAnHour, instant(300));
    expect(await world.steps.move(patient, moveCommand(soon, world.time()))).toMatchObject({
      code: 'invalid_transition',
    });
    expect(await world.steps.move(secretary, moveCommand(soon, world.time()))).toMatchObject({ state: 'APPLIED' });
  });

  it('says what is taken and leaves nothing behind', async () => {
    const slot = world.nextSlot();
    await book(world.db.worker, world.clinic, { ...slot, patientId: world.clinic.patients[1].id });
    const sessionId = await world.approved();
    const command = moveCommand(sessionId, world.time(slot));
    const step = await world.steps.move(world.people.secretary, command);
    expect(step).toMatchObject({
      state: 'REFUSED',
      code: 'slot_taken',
      refusal: { reasons: [], conflicts: ['doctor', 'room'], alternatives: [] },
      snapshot: { version: 2, move: null },
    });
    expect(await world.holdsOf(sessionId)).toMatchObject([{ own: true }]);
    expect(await world.rows('SELECT 1 FROM moves WHERE session_id = $1', [sessionId])).toEqual([]);
  });

  it('comes too late without a trace', async () => {
    const sessionId = await world.approved();
    const command = moveCommand(sessionId, world.time(), { notAfter: instant(-1) });
    expect(await world.steps.move(world.people.secretary, command)).toMatchObject({ code: 'temporarily_unavailable' });
    const row = await world.db.worker.withActor(asSystem, (tx) => decisionById(tx, command.decisionId));
    expect(row).toBeNull();
    const again = await world.steps.move(world.people.secretary, { ...command, notAfter: null });
    expect(again).toMatchObject({ state: 'APPLIED' });
  });
});
