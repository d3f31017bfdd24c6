import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { bookSession, cancelSession, type BookResult, type StoredStep } from '../../../prisma/stores/session-store.js';
import { waitFor } from '../../support/wait-for.js';
import { book, bookApproved, bookCommand, cancelCommand, createSlots } from './commands.js';
import { decideMoveCommand, moveCommand, wantedTime } from './move-commands.js';
import { holdFaults } from './hold-faults.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';
import { createStorm } from './move-storm.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld({ poolSize: 20 });
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  expect(await holdFaults(world.rows)).toEqual([]);
  const [statistics] = await world.rows<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  expect(statistics).toEqual({ deadlocks: '0' });
});

const nextSlot = createSlots(30);
const time = (change: Parameters<typeof wantedTime>[1] = nextSlot()) => wantedTime(world.clinic, change);
const ROUNDS = 20;
const rounds = async (race: () => Promise<void>): Promise<void> => {
  for (let round = 0; round < ROUNDS; round += 1) await race();
};
const states = (steps: StoredStep[]): string[] => steps.map(({ state }) => state).sort();

describe('a move at the same moment as', () => {
  it('another into the same time: one gets it, the other hears what is taken', () =>
    rounds(async () => {
      const [one, other] = [await book(world.db.worker, world.clinic, nextSlot()), await second()];
      const slot = nextSlot();
      const steps = await Promise.all(
        [one, other].map((sessionId) => world.steps.move(world.people.secretary, moveCommand(sessionId, time(slot)))),
      );
      expect(states(steps)).toEqual(['APPLIED', 'REFUSED']);
      expect(steps.find(({ state }) => state === 'REFUSED')).toMatchObject({
        code: 'slot_taken',
        refusal: { conflicts: ['doctor', 'room'] },
      });
    }));

  it('a booking of the time: one of them gets it', () =>
    rounds(async () => {
      const sessionId = await second();
      const slot = nextSlot();
      const booking = world.db.worker.withActor(world.people.secretary, (tx): Promise<BookResult> =>
        bookSession(tx, bookCommand(world.clinic, slot)),
      );
      const [step, booked] = await Promise.all([
        world.steps.move(world.people.secretary, moveCommand(sessionId, time(slot))),
        booking,
      ]);
      expect([step.state === 'APPLIED', booked.outcome === 'BOOKED'].filter(Boolean)).toHaveLength(1);
    }));

  it('its own cancellation: whichever comes first, nothing stays held', () =>
    rounds(async () => {
      const { sessionId } = await bookApproved(world.db.worker, world.clinic, nextSlot());
      const cancel = world.db.worker.withActor(world.people.admin, (tx) => cancelSession(tx, cancelCommand(sessionId)));
      const [, cancelled] = await Promise.all([
        world.steps.move(world.people.patient, moveCommand(sessionId, time())),
        cancel,
      ]);
      expect(cancelled).toMatchObject({ state: 'APPLIED', snapshot: { status: 'CANCELLED', move: null } });
      expect(await world.rows('SELECT 1 FROM holds WHERE session_id = $1 AND active', [sessionId])).toEqual([]);
    }));

  it('two words on it: the first one counts', () =>
    rounds(async () => {
      const { sessionId } = await bookApproved(world.db.worker, world.clinic, nextSlot());
      await world.steps.move(world.people.patient, moveCommand(sessionId, time()));
      const steps = await Promise.all([
        world.steps.decideMove(world.people.doctor, decideMoveCommand(sessionId)),
        world.steps.decideMove(world.people.patient, decideMoveCommand(sessionId, { verdict: 'WITHDRAW' })),
      ]);
      expect(states(steps)).toEqual(['APPLIED', 'REFUSED']);
    }));
});

it('two sessions that want each other’s time both keep their own', () =>
  rounds(async () => {
    const slots = [nextSlot(), nextSlot()] as const;
    const one = await book(world.db.worker, world.clinic, slots[0]);
    const other = await second(slots[1]);
    const steps = await Promise.all([
      world.steps.move(world.people.secretary, moveCommand(one, time(slots[1]))),
      world.steps.move(world.people.secretary, moveCommand(other, time(slots[0]))),
    ]);
    expect(steps.map(({ code }) => code)).toEqual(['slot_taken', 'slot_taken']);
  }));

it('a time that is being left is taken by whoever comes, or by nobody', () =>
  rounds(async () => {
    const left = nextSlot();
    const leaving = await book(world.db.worker, world.clinic, left);
    const coming = await second();
    const [gone] = await Promise.all([
      world.steps.move(world.people.secretary, moveCommand(leaving, time())),
      world.steps.move(world.people.secretary, moveCommand(coming, time(left))),
    ]);
    expect(gone).toMatchObject({ state: 'APPLIED' });
  }));

it('a move that waited too long for somebody else’s time leaves nothing held', async () => {
  const sessionId = await second();
  const slot = nextSlot();
  const patience = 300;
  let step: Promise<StoredStep> | undefined;
  const abandoned = world.db.worker.withActor(world.people.secretary, async (tx) => {
    await bookSession(tx, bookCommand(world.clinic, slot));
    const notAfter = new Date(Date.now() + patience).toISOString();
    step = world.steps.move(world.people.secretary, moveCommand(sessionId, time(slot), { notAfter }));
    await waitFor(() => Promise.resolve(Date.now() > Date.parse(notAfter) + patience));
    throw new Error('abandoned');
  });
  await expect(abandoned).rejects.toThrow('abandoned');
  expect(await step).toMatchObject({ state: 'REFUSED', code: 'temporarily_unavailable', snapshot: { version: 1 } });
  expect(await world.rows('SELECT 1 FROM decisions WHERE session_id = $1', [sessionId])).toEqual([]);
  await book(world.db.worker, world.clinic, slot);
});

/** A request of the second patient. */
function second(slot = nextSlot()): Promise<string> {
  return book(world.db.worker, world.clinic, { ...slot, patientId: world.clinic.patients[1].id });
}

it('keeps every promise through 200 operations of all kinds at once', async () => {
  const storm = createStorm(world, { seed: 20_261_126, firstDay: 400 });
  const outcomes = await storm.run({ operations: 200, callers: 12, check: () => holdFaults(world.rows) });
  expect(outcomes.faults).toEqual([]);
  expect(outcomes.errors).toEqual([]);
  expect(outcomes.applied).toBeGreaterThan(40);
});
