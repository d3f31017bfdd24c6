import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemActor } from '../../../domain/actor.js';
import { openAvailability } from '../../../prisma/stores/availability-store.js';
import { leaveWork, openLeave, settleLeaveItem } from '../../../prisma/stores/leave-store.js';
import { book, createSlots } from './commands.js';
import { moveCommand, wantedTime } from './move-commands.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const nextSlot = createSlots(30);
const asSystem = systemActor('test');

it('a doctor’s times to come are those of sessions and those that open moves propose', async () => {
  const { db, clinic, people, steps } = world;
  const [first, second] = clinic.doctors;
  const slots = [nextSlot(), nextSlot(), nextSlot()] as const;
  const own = await book(db.worker, clinic, { ...slots[0], doctorId: second.id });
  const foreign = await book(db.worker, clinic, nextSlot());
  const ownMove = moveCommand(own, wantedTime(clinic, { ...slots[1], doctorId: second.id }));
  const foreignMove = moveCommand(foreign, wantedTime(clinic, { ...slots[2], doctorId: second.id }));
  await steps.move(people.admin, ownMove);
  await steps.move(people.admin, foreignMove);
  const times = (doctorId: string) =>
    db.app.withActor(people.admin, async (tx) => (await openAvailability(tx, { doctorId, weekly: false })).sessions);
  expect(await times(second.id)).toMatchObject([
    { id: own, moveId: null, startMs: Date.parse(slots[0].startsAt) },
    { id: own, moveId: ownMove.decisionId, startMs: Date.parse(slots[1].startsAt) },
    { id: foreign, moveId: foreignMove.decisionId, endMs: Date.parse(slots[2].endsAt) },
  ]);
  expect((await times(first.id)).map(({ id }) => id)).toEqual([foreign]);

  const leaveId = randomUUID();
  await db.app.withActor(people.otherDoctor, (tx) =>
    openLeave(tx, {
      leaveId,
      doctorId: second.id,
      exceptionId: leaveId,
      items: [
        { sessionId: own, action: 'MOVE', startsAt: slots[2].endsAt },
        { sessionId: foreign, action: 'CANCEL' },
      ],
    }),
  );
  const work = await db.worker.withActor(asSystem, (tx) => leaveWork(tx, { leaveId }));
  const bySession = new Map(work?.items.map((item) => [item.sessionId, item]));
  expect(bySession.get(own)).toMatchObject({ action: 'MOVE', startsAt: slots[2].endsAt, moveId: null });
  expect(bySession.get(foreign)).toMatchObject({ action: 'CANCEL', startsAt: null, moveId: foreignMove.decisionId });
});

it('what cannot be moved is a task that says why', async () => {
  const { db, clinic, people } = world;
  const sessions = [await book(db.worker, clinic, nextSlot()), await book(db.worker, clinic, nextSlot())] as const;
  const leaveId = randomUUID();
  const items = sessions.map((sessionId) => ({ sessionId, action: 'MOVE' as const }));
  const doctorId = clinic.doctors[0].id;
  await db.app.withActor(people.doctor, (tx) => openLeave(tx, { leaveId, doctorId, exceptionId: leaveId, items }));
  const work = await db.worker.withActor(asSystem, (tx) => leaveWork(tx, { leaveId }));
  const codes = new Map([
    [sessions[0], 'slot_not_bookable' as const],
    [sessions[1], 'forbidden' as const],
  ]);
  for (const { id, sessionId } of work?.items ?? []) {
    const settled = { itemId: id, state: 'REFUSED' as const, code: codes.get(sessionId) ?? null };
    await db.worker.withActor(asSystem, (tx) => settleLeaveItem(tx, settled));
  }
  const tasks = await world.rows<{ kind: string; session_id: string }>(
    'SELECT kind, session_id FROM tasks WHERE session_id = ANY ($1::uuid[]) ORDER BY kind',
    [sessions],
  );
  expect(tasks).toEqual([
    { kind: 'CALL_PATIENT', session_id: sessions[1] },
    { kind: 'NO_ALTERNATIVE', session_id: sessions[0] },
  ]);
});
