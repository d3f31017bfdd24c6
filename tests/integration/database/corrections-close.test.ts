import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { decisionById } from '../../../prisma/stores/session-store.js';
import { sessionHistory } from '../../../prisma/views/session-view.js';
import { coverSecondDoctor } from '../../support/clinic.js';
import { book, decide, decideCommand, instant } from './commands.js';
import { closeCommand, moveCommand } from './move-commands.js';
import { openMoveWorld, type MoveWorld, type Who } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const decisionOf = (id: string) => world.db.worker.withActor(systemActor('test'), (tx) => decisionById(tx, id));

describe('close', () => {
  it.each<Who>(['doctor', 'secretary', 'admin'])('by the %s from the start on, and corrected', async (who) => {
    const sessionId = await world.approved();
    const actor = world.people[who];
    expect(await world.steps.close(actor, closeCommand(sessionId))).toMatchObject({ code: 'invalid_transition' });
    await world.shift(sessionId, instant(-1), instant(300));
    const step = await world.steps.close(actor, closeCommand(sessionId, { verdict: 'NO_SHOW' }));
    expect(step).toMatchObject({ state: 'APPLIED', notificationIds: [], snapshot: { status: 'NO_SHOW', version: 3 } });
    expect(await world.holdsOf(sessionId)).toHaveLength(0);
    const same = closeCommand(sessionId, { verdict: 'NO_SHOW' });
    expect(await world.steps.close(actor, same)).toMatchObject({ code: 'invalid_transition' });
    const corrected = await world.steps.close(actor, closeCommand(sessionId));
    expect(corrected.snapshot).toMatchObject({ status: 'COMPLETED', version: 4 });
    const history = await world.db.app.withActor(actor, (tx) => sessionHistory(tx, sessionId));
    expect(history.slice(2)).toMatchObject([
      { kind: 'NO_SHOW', from: 'APPROVED', to: 'NO_SHOW' },
      { kind: 'COMPLETED', from: 'NO_SHOW', to: 'COMPLETED' },
    ]);
  });

  it('is not for patients, other doctors or requests, and takes the open move along', async () => {
    const sessionId = await world.approved();
    await world.steps.move(world.people.patient, moveCommand(sessionId, world.time()));
    await world.shift(sessionId, instant(-1), instant(300));
    const command = closeCommand(sessionId);
    expect(await world.steps.close(world.people.patient, command)).toMatchObject({ code: 'forbidden' });
    expect(await decisionOf(command.decisionId)).toMatchObject({ kind: 'COMPLETE', state: 'REFUSED' });
    expect(await world.steps.close(world.people.otherDoctor, closeCommand(sessionId))).toMatchObject({
      code: 'forbidden',
    });
    const stale = closeCommand(sessionId, { version: 1 });
    expect(await world.steps.close(world.people.doctor, stale)).toMatchObject({ code: 'stale_version' });
    const done = closeCommand(sessionId);
    const first = await world.steps.close(world.people.doctor, done);
    expect(first).toMatchObject({ snapshot: { status: 'COMPLETED', move: null } });
    expect(await world.steps.close(world.people.doctor, done)).toEqual(first);
    expect(await world.holdsOf(sessionId)).toHaveLength(0);
    const request = await book(world.db.worker, world.clinic, world.nextSlot());
    await world.shift(request, instant(-1), instant(300));
    expect(await world.steps.close(world.people.admin, closeCommand(request))).toMatchObject({
      code: 'invalid_transition',
    });
  });

  it('is also for who covers the doctor today', async () => {
    const [, second] = world.clinic.doctors;
    const sessionId = await book(world.db.worker, world.clinic, { ...world.nextSlot(), doctorId: second.id });
    await decide(world.db.worker, world.people.admin, decideCommand(sessionId));
    await world.shift(sessionId, instant(-1), instant(300));
    await coverSecondDoctor(world.db, world.clinic);
    expect(await world.steps.close(world.people.doctor, closeCommand(sessionId))).toMatchObject({ state: 'APPLIED' });
  });
});
