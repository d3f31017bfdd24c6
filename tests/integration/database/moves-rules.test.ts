import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { decisionById, proposeMove, refuseStep } from '../../../prisma/stores/session-store.js';
import { book } from './commands.js';
import { moveCommand } from './move-commands.js';
import { openMoveWorld, type MoveWorld, type Who } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const decisionOf = (id: string) => world.db.worker.withActor(systemActor('test'), (tx) => decisionById(tx, id));

describe('a refusal by the rules', () => {
  const refusal = { reasons: [{ rule: 'lead_time' as const, detail: 'too soon' }], conflicts: [], alternatives: [] };
  const command = (sessionId: string) => ({
    decisionId: randomUUID(),
    sessionId,
    version: null,
    bodyHash: 'hash',
    notAfter: null,
    kind: 'MOVE' as const,
    code: 'slot_not_bookable' as const,
    refusal,
  });

  it('is kept and given again, and nobody learns of a session that is not theirs', async () => {
    const sessionId = await world.approved();
    const refused = command(sessionId);
    const refuse = (who: Who, wanted = refused) =>
      world.db.worker.withActor(world.people[who], (tx) => refuseStep(tx, wanted));
    const step = await refuse('patient');
    expect(step).toMatchObject({ state: 'REFUSED', code: 'slot_not_bookable', refusal });
    expect(await refuse('patient')).toEqual(step);
    expect(await decisionOf(refused.decisionId)).toMatchObject({ kind: 'MOVE', state: 'REFUSED' });
    const stranger = await refuse('otherDoctor', command(sessionId));
    expect(stranger).toMatchObject({ code: 'forbidden' });
    expect(stranger.refusal).toBeUndefined();
  });

  it('adds what is free to one that the database has found', async () => {
    const slot = world.nextSlot();
    await book(world.db.worker, world.clinic, { ...slot, patientId: world.clinic.patients[1].id });
    const sessionId = await world.approved();
    const move = moveCommand(sessionId, world.time(slot));
    const { secretary } = world.people;
    const alternatives = [{ doctorId: world.clinic.doctors[0].id, ...world.nextSlot(), roomIds: [] }];
    const words = { reasons: [], conflicts: ['doctor' as const], alternatives };
    const added = { ...command(sessionId), decisionId: move.decisionId, code: 'slot_taken' as const, refusal: words };
    const [first, second] = await world.db.worker.withActor(secretary, async (tx) => [
      await proposeMove(tx, move),
      await refuseStep(tx, added),
    ]);
    expect(second).toEqual({ ...first, refusal: words });
    const later = await world.db.worker.withActor(secretary, (tx) => refuseStep(tx, { ...added, refusal: null }));
    expect(later).toEqual(second);
    expect(await world.steps.move(secretary, move)).toEqual(second);
  });
});
