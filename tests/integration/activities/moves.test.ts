import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../domain/actor.js';
import type { MoveMessage } from '../../../workflows/session/contract.js';
import { actorOf } from '../../support/clinic.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

const soon = (): string => new Date(Date.now() + 10_000).toISOString();
const desk = (): Actor => actorOf('SECRETARY', world.clinic.secretary.userId);
const doctor = (): Actor => actorOf('DOCTOR', world.clinic.doctors[0].userId);
const admin = (): Actor => actorOf('ADMIN', world.clinic.admin.userId);

const moveTo = (sessionId: string, startsAt: string, rest: Partial<MoveMessage> = {}) =>
  world.activities.applyMove({
    sessionId,
    message: {
      decisionId: randomUUID(),
      actor: desk(),
      version: null,
      bodyHash: 'body',
      validUntil: soon(),
      startsAt,
      doctorId: null,
      roomId: null,
      reason: null,
      override: null,
      ...rest,
    },
  });

const decide = (sessionId: string, actor: Actor, verdict: 'APPROVE' | 'REJECT', subject: 'SESSION' | 'MOVE') =>
  world.activities.applyDecision({
    sessionId,
    message: {
      decisionId: randomUUID(),
      actor,
      subject,
      verdict,
      reason: verdict === 'REJECT' ? 'no' : null,
      category: null,
      version: null,
      bodyHash: 'body',
    },
  });

async function booked(wanted: { days: number; approved?: boolean } & Parameters<ActivityWorld['book']>[0]) {
  const { days, approved, ...request } = wanted;
  const { step, outcome } = await world.book({ startsAt: atTen(world.now, days), ...request });
  if (step === null) throw new Error(`The booking was refused: ${JSON.stringify(outcome)}`);
  const { sessionId } = step.snapshot;
  if (approved) await decide(sessionId, doctor(), 'APPROVE', 'SESSION');
  return sessionId;
}

const holds = (sessionId: string) =>
  world.rows(
    `SELECT lower(slot_range) AS starts, move_id, room_id FROM holds WHERE session_id = $1::uuid AND active ORDER BY starts`,
    sessionId,
  );

describe('a move', () => {
  test('of a request by the desk happens at once, with a new time to decide', async () => {
    const sessionId = await booked({ days: 3 });
    const step = await moveTo(sessionId, atTen(world.now, 5));
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'PENDING', startsAt: atTen(world.now, 5), move: null, version: 2 },
    });
    expect(step.timers.map(({ kind }) => kind)).toContain('EXPIRE');
    expect(await holds(sessionId)).toMatchObject([{ starts: new Date(atTen(world.now, 5)), move_id: null }]);
  });

  test('of an approved session by the desk holds both times until the doctor has approved it', async () => {
    const sessionId = await booked({ days: 3, approved: true });
    const step = await moveTo(sessionId, atTen(world.now, 5));
    expect(step.snapshot).toMatchObject({
      status: 'APPROVED',
      startsAt: atTen(world.now, 3),
      move: { awaiting: 'DOCTOR', startsAt: atTen(world.now, 5) },
    });
    expect(step.timers.map(({ kind }) => kind)).toContain('MOVE_EXPIRE');
    expect(await holds(sessionId)).toHaveLength(2);
    const approved = await decide(sessionId, doctor(), 'APPROVE', 'MOVE');
    expect(approved.snapshot).toMatchObject({ status: 'APPROVED', startsAt: atTen(world.now, 5), move: null });
    expect(await holds(sessionId)).toMatchObject([{ starts: new Date(atTen(world.now, 5)), move_id: null }]);
  });

  test('that is rejected leaves the old time alone', async () => {
    const sessionId = await booked({ days: 3, approved: true });
    await moveTo(sessionId, atTen(world.now, 5));
    await decide(sessionId, doctor(), 'REJECT', 'MOVE');
    expect(await holds(sessionId)).toMatchObject([{ starts: new Date(atTen(world.now, 3)), move_id: null }]);
  });

  test('that nobody decides lapses by its timer', async () => {
    const sessionId = await booked({ days: 3, approved: true });
    const { timers } = await moveTo(sessionId, atTen(world.now, 5));
    const timer = timers.find(({ kind }) => kind === 'MOVE_EXPIRE');
    if (timer === undefined) throw new Error('No timer.');
    const lapsed = await world.activities.applyTimer({ sessionId, timer });
    expect(lapsed).toMatchObject({ state: 'APPLIED', snapshot: { startsAt: atTen(world.now, 3), move: null } });
  });

  test('keeps the room where it is free, and takes another one where not', async () => {
    const [first, second] = world.clinic.rooms;
    const sessionId = await booked({ days: 3, roomId: first.id });
    await moveTo(sessionId, atTen(world.now, 5));
    expect(await holds(sessionId)).toMatchObject([{ room_id: first.id }]);
    const other = { doctorId: world.clinic.doctors[1].id, patientId: world.clinic.patients[2].id };
    await booked({ days: 6, roomId: first.id, ...other });
    await moveTo(sessionId, atTen(world.now, 6));
    expect(await holds(sessionId)).toMatchObject([{ room_id: second.id }]);
  });

  test('may overlap the session itself', async () => {
    const sessionId = await booked({ days: 3 });
    const startsAt = atTen(world.now, 3).replace('10:00', '10:15');
    expect(await moveTo(sessionId, startsAt)).toMatchObject({ state: 'APPLIED', snapshot: { startsAt } });
  });

  test('to a time that is taken is refused with what is free instead, and kept', async () => {
    const sessionId = await booked({ days: 3 });
    await booked({ days: 5, patientId: world.clinic.patients[2].id });
    const step = await moveTo(sessionId, atTen(world.now, 5));
    expect(step).toMatchObject({
      state: 'REFUSED',
      code: 'slot_taken',
      refusal: { conflicts: ['doctor'], reasons: [{ rule: 'doctor_busy' }] },
      snapshot: { startsAt: atTen(world.now, 3) },
    });
    expect(step.refusal?.alternatives).toHaveLength(3);
    expect(await world.rows(`SELECT kind, state, code FROM decisions WHERE session_id = $1::uuid`, sessionId)).toEqual([
      { kind: 'MOVE', state: 'REFUSED', code: 'slot_taken' },
    ]);
  });

  test('outside the hours names the rule, and does not offer the present time', async () => {
    const sessionId = await booked({ days: 3 });
    const step = await moveTo(sessionId, atTen(world.now, 3).replace('10:00', '03:00'));
    expect(step).toMatchObject({ code: 'slot_not_bookable', refusal: { reasons: [{ rule: 'outside_hours' }] } });
    expect(step.refusal?.alternatives.map(({ startsAt }) => startsAt)).not.toContain(atTen(world.now, 3));
  });

  test('asked again with its id gives the same answer, whatever was refused or done', async () => {
    const sessionId = await booked({ days: 3, approved: true });
    const decisionId = randomUUID();
    const first = await moveTo(sessionId, atTen(world.now, 5), { decisionId });
    const again = await moveTo(sessionId, atTen(world.now, 5), { decisionId });
    expect({ ...again, timers: [] }).toEqual({ ...first, timers: [] });
    const late = await moveTo(sessionId, atTen(world.now, 6), { validUntil: new Date(0).toISOString() });
    expect(late).toMatchObject({ state: 'REFUSED', code: 'temporarily_unavailable' });
    expect(await holds(sessionId)).toHaveLength(2);
  });

  test('by an admin past what is against it needs every word of it, and frees just that', async () => {
    const sessionId = await booked({ days: 3 });
    await booked({ days: 5, patientId: world.clinic.patients[2].id });
    const startsAt = atTen(world.now, 5);
    const without = await moveTo(sessionId, startsAt, {
      actor: admin(),
      override: { reason: 'urgent', accept: ['room'] },
    });
    expect(without).toMatchObject({ code: 'confirmation_required', refusal: { conflicts: ['doctor'] } });
    const accepted = { reason: 'urgent', accept: ['doctor_busy' as const] };
    const moved = await moveTo(sessionId, startsAt, { actor: admin(), override: accepted });
    expect(moved).toMatchObject({ state: 'APPLIED', snapshot: { startsAt, move: null } });
    const [hold] = await world.rows(
      `SELECT exempt_doctor, exempt_room, exempt_patient FROM holds WHERE session_id = $1::uuid AND active`,
      sessionId,
    );
    expect(hold).toEqual({ exempt_doctor: true, exempt_room: false, exempt_patient: false });
  });

  test('by somebody else’s doctor is forbidden', async () => {
    const sessionId = await booked({ days: 3 });
    const other = actorOf('DOCTOR', world.clinic.doctors[1].userId);
    expect(await moveTo(sessionId, atTen(world.now, 5), { actor: other })).toMatchObject({ code: 'forbidden' });
  });
});
