import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionStatus } from '../../../domain/session/types.js';
import { cancelSession } from '../../../prisma/stores/session-store.js';
import { readSession, sessionHistory } from '../../../prisma/views/session-view.js';
import { book, cancelCommand, decide, decideCommand, instant } from './commands.js';
import { amendCommand, closeCommand, moveCommand, reopenCommand } from './move-commands.js';
import { openMoveWorld, type MoveWorld } from './move-world.js';

let world: MoveWorld;
beforeAll(async () => {
  world = await openMoveWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const cancelled = async (slot = world.nextSlot()): Promise<string> => {
  const sessionId = await world.approved(slot);
  await world.db.worker.withActor(world.people.secretary, (tx) => cancelSession(tx, cancelCommand(sessionId)));
  return sessionId;
};

const setStatus = (sessionId: string, status: SessionStatus) =>
  world.rows(`UPDATE sessions SET status = $2, reason = 'x' WHERE id = $1`, [sessionId, status]);

describe('amend', () => {
  it('moves a session at once, with its open move withdrawn and the patient told', async () => {
    const sessionId = await world.approved();
    await world.steps.move(world.people.patient, moveCommand(sessionId, world.time()));
    const slot = world.nextSlot();
    const endsAt = new Date(Date.parse(slot.endsAt) + 15 * 60_000).toISOString();
    const wanted = world.time({ ...slot, endsAt, doctorId: world.clinic.doctors[1].id, telehealth: true, roomIds: [] });
    const step = await world.steps.amend(world.people.admin, amendCommand(sessionId, { wanted }));
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: {
        status: 'APPROVED',
        startsAt: slot.startsAt,
        endsAt: wanted.endsAt,
        doctorId: wanted.doctorId,
        move: null,
      },
    });
    expect(step.notificationIds).toHaveLength(4);
    expect(await world.holdsOf(sessionId)).toHaveLength(1);
    const view = await world.db.app.withActor(world.people.admin, (tx) => readSession(tx, sessionId));
    expect(view).toMatchObject({ telehealth: true, room: null, telehealthUrl: 'https://video.example/room' });
    const history = await world.db.app.withActor(world.people.admin, (tx) => sessionHistory(tx, sessionId));
    expect(history.at(-1)).toMatchObject({
      kind: 'AMENDED',
      reason: 'entered wrongly',
      details: { startsAt: slot.startsAt, doctorId: wanted.doctorId, withdrawnMoveId: expect.any(String) },
    });
  });

  it('asks to confirm where somebody has the time', async () => {
    const slot = world.nextSlot();
    await book(world.db.worker, world.clinic, { ...slot, patientId: world.clinic.patients[1].id });
    const sessionId = await world.approved();
    const step = await world.steps.amend(world.people.admin, amendCommand(sessionId, { wanted: world.time(slot) }));
    expect(step).toMatchObject({ code: 'confirmation_required', refusal: { conflicts: ['doctor', 'room'] } });
  });

  it('changes texts alone without a message, and nothing at all without a version', async () => {
    const sessionId = await world.approved();
    const { admin, patient } = world.people;
    await world.steps.move(patient, moveCommand(sessionId, world.time()));
    const step = await world.steps.amend(
      admin,
      amendCommand(sessionId, { texts: { visitReason: null, note: 'call first' } }),
    );
    expect(step).toMatchObject({ state: 'APPLIED', notificationIds: [], snapshot: { version: 4 } });
    expect(step.snapshot.move).not.toBeNull();
    const view = await world.db.app.withActor(admin, (tx) => readSession(tx, sessionId));
    expect(view).toMatchObject({ visitReason: null, note: 'call first' });
    const same = await world.steps.amend(admin, amendCommand(sessionId, { texts: { note: 'call first' } }));
    expect(same).toMatchObject({ state: 'APPLIED', snapshot: { version: 4 } });
  });

  it.each<[SessionStatus, 'ahead' | 'past', SessionStatus, boolean]>([
    ['PENDING', 'ahead', 'APPROVED', true],
    ['PENDING', 'ahead', 'REJECTED', true],
    ['PENDING', 'ahead', 'EXPIRED', false],
    ['PENDING', 'ahead', 'COMPLETED', false],
    ['PENDING', 'past', 'COMPLETED', true],
    ['PENDING', 'past', 'APPROVED', false],
    ['APPROVED', 'ahead', 'PENDING', true],
    ['APPROVED', 'ahead', 'CANCELLED', true],
    ['APPROVED', 'ahead', 'NO_SHOW', false],
    ['REJECTED', 'ahead', 'APPROVED', true],
    ['REJECTED', 'past', 'COMPLETED', false],
    ['REJECTED', 'ahead', 'CANCELLED', false],
    ['EXPIRED', 'ahead', 'REJECTED', false],
    ['EXPIRED', 'ahead', 'PENDING', true],
    ['CANCELLED', 'ahead', 'APPROVED', true],
    ['CANCELLED', 'past', 'COMPLETED', true],
    ['CANCELLED', 'past', 'APPROVED', false],
    ['COMPLETED', 'past', 'NO_SHOW', true],
    ['COMPLETED', 'past', 'CANCELLED', true],
    ['NO_SHOW', 'past', 'REJECTED', false],
  ])('%s, its time %s, to %s: %s', async (from, when, to, allowed) => {
    const sessionId = await cancelled();
    const opened = await world.steps.amend(world.people.admin, amendCommand(sessionId, { status: 'APPROVED' }));
    expect(opened).toMatchObject({ state: 'APPLIED', snapshot: { status: 'APPROVED' } });
    if (when === 'past') await world.shift(sessionId, instant(-3), instant(-3, 30));
    await setStatus(sessionId, from);
    if (from !== 'PENDING' && from !== 'APPROVED') {
      await world.rows('UPDATE holds SET active = false WHERE session_id = $1', [sessionId]);
    }
    const step = await world.steps.amend(world.people.admin, amendCommand(sessionId, { status: to }));
    expect(step).toMatchObject(
      allowed
        ? { state: 'APPLIED', snapshot: { status: to } }
        : { state: 'REFUSED', code: 'invalid_transition', snapshot: { status: from } },
    );
    const holds = ['PENDING', 'APPROVED'].includes(step.snapshot.status) ? 1 : 0;
    expect(await world.holdsOf(sessionId)).toHaveLength(holds);
  });
});

describe('reopen', () => {
  it.each(['APPROVED', 'PENDING'] as const)('brings a session back as what it was: %s', async (was) => {
    const slot = world.nextSlot();
    const { admin } = world.people;
    const sessionId = was === 'APPROVED' ? await cancelled(slot) : await book(world.db.worker, world.clinic, slot);
    if (was === 'PENDING') {
      const reject = decideCommand(sessionId, { verdict: 'REJECT', reason: 'full' });
      await decide(world.db.worker, world.people.doctor, reject);
    }
    const command = reopenCommand(sessionId, world.time(slot));
    const step = await world.steps.reopen(admin, command);
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: was, attendance: 'UNKNOWN', startsAt: slot.startsAt },
    });
    expect(step.notificationIds).toHaveLength(4);
    if (was === 'PENDING') expect(step.snapshot.decisionDueAt).toBe(command.decisionDueAt);
    expect(await world.holdsOf(sessionId)).toHaveLength(1);
    const view = await world.db.app.withActor(admin, (tx) => readSession(tx, sessionId));
    expect(view).toMatchObject({ reason: null, reasonCategory: null });
    expect(await world.steps.reopen(admin, command)).toEqual(step);
    expect(await world.steps.reopen(admin, reopenCommand(sessionId, world.time(slot)))).toMatchObject({
      code: 'invalid_transition',
    });
  });

  it('is too late once the time has begun, and for what took place once it is over', async () => {
    const { admin } = world.people;
    const reopen = async (sessionId: string) => world.steps.reopen(admin, reopenCommand(sessionId, world.time()));
    const begun = await cancelled();
    await world.shift(begun, instant(-1), instant(300));
    expect(await reopen(begun)).toMatchObject({ code: 'invalid_transition' });
    const running = await world.approved();
    await world.shift(running, instant(-1), instant(300));
    await world.steps.close(admin, closeCommand(running, { verdict: 'NO_SHOW' }));
    expect(await reopen(running)).toMatchObject({ state: 'APPLIED', snapshot: { status: 'APPROVED' } });
    const over = await world.approved();
    await world.shift(over, instant(-2), instant(-1));
    await world.steps.close(admin, closeCommand(over));
    expect(await reopen(over)).toMatchObject({ code: 'invalid_transition' });
  });

  it('asks to confirm where somebody else has the time by now', async () => {
    const slot = world.nextSlot();
    const sessionId = await cancelled(slot);
    await book(world.db.worker, world.clinic, { ...slot, patientId: world.clinic.patients[1].id });
    const command = reopenCommand(sessionId, world.time(slot));
    expect(await world.steps.reopen(world.people.admin, command)).toMatchObject({
      code: 'confirmation_required',
      refusal: { conflicts: ['doctor', 'room'] },
    });
    expect(await world.holdsOf(sessionId)).toHaveLength(0);
  });
});
