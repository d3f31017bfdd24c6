import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../domain/actor.js';
import type { Correction, CorrectMessage } from '../../../workflows/session/contract.js';
import { actorOf } from '../../support/clinic.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

const admin = (): Actor => actorOf('ADMIN', world.clinic.admin.userId);
const order = (actor: Actor) => ({
  decisionId: randomUUID(),
  actor,
  version: null,
  bodyHash: 'body',
  validUntil: new Date(Date.now() + 10_000).toISOString(),
});

const correct = (sessionId: string, what: Correction & Partial<CorrectMessage>) =>
  world.activities.applyCorrection({
    sessionId,
    message: { ...order(admin()), reason: 'by mistake', override: null, ...what },
  });

async function booked(days: number, wanted: Parameters<ActivityWorld['book']>[0] = {}): Promise<string> {
  const { step, outcome } = await world.book({ startsAt: atTen(world.now, days), ...wanted });
  if (step === null) throw new Error(`The booking was refused: ${JSON.stringify(outcome)}`);
  return step.snapshot.sessionId;
}

const cancelled = async (days: number): Promise<string> => {
  const sessionId = await booked(days);
  await world.activities.applyCancel({ sessionId, message: { ...order(admin()), reason: null } });
  return sessionId;
};

describe('reopening', () => {
  test('gives a request its time back', async () => {
    const sessionId = await cancelled(3);
    const step = await correct(sessionId, { kind: 'REOPEN' });
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'PENDING', startsAt: atTen(world.now, 3) } });
    expect(step.timers.map(({ kind }) => kind)).toContain('EXPIRE');
  });

  test('asks where somebody else has the time now, and is done past it on the admin’s word', async () => {
    const sessionId = await cancelled(3);
    await booked(3, { patientId: world.clinic.patients[2].id });
    expect(await correct(sessionId, { kind: 'REOPEN' })).toMatchObject({
      state: 'REFUSED',
      code: 'confirmation_required',
      refusal: { conflicts: ['doctor'] },
    });
    const override = { reason: 'agreed by phone', accept: ['doctor' as const] };
    expect(await correct(sessionId, { kind: 'REOPEN', override })).toMatchObject({
      state: 'APPLIED',
      snapshot: { status: 'PENDING' },
    });
  });

  test('of a session that goes on is not possible', async () => {
    const sessionId = await booked(3);
    expect(await correct(sessionId, { kind: 'REOPEN' })).toMatchObject({ code: 'invalid_transition' });
  });
});

describe('amending', () => {
  test('changes time, length and texts at once', async () => {
    const sessionId = await booked(3);
    const changes = { startsAt: atTen(world.now, 4), durationMinutes: 45, visitReason: 'knee' };
    const step = await correct(sessionId, { kind: 'AMEND', changes });
    expect(step).toMatchObject({
      state: 'APPLIED',
      snapshot: { startsAt: atTen(world.now, 4), endsAt: atTen(world.now, 4).replace('10:00', '10:45') },
    });
  });

  test('outside the hours asks first, without an override too', async () => {
    const sessionId = await booked(3);
    const changes = { startsAt: atTen(world.now, 4).replace('10:00', '03:00') };
    expect(await correct(sessionId, { kind: 'AMEND', changes })).toMatchObject({
      code: 'confirmation_required',
      refusal: { reasons: [{ rule: 'outside_hours' }], conflicts: [] },
    });
    const override = { reason: 'night clinic', accept: ['outside_hours' as const] };
    expect(await correct(sessionId, { kind: 'AMEND', changes, override })).toMatchObject({
      state: 'APPLIED',
      snapshot: changes,
    });
  });

  test('texts alone looks at no rule', async () => {
    const sessionId = await cancelled(3);
    const step = await correct(sessionId, { kind: 'AMEND', changes: { note: 'wheelchair' } });
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { status: 'CANCELLED' } });
  });

  test('the status of a session that is over takes its time again', async () => {
    const sessionId = await cancelled(3);
    await booked(3, { patientId: world.clinic.patients[2].id });
    const step = await correct(sessionId, { kind: 'AMEND', changes: { status: 'APPROVED' } });
    expect(step).toMatchObject({ code: 'confirmation_required', refusal: { conflicts: ['doctor'] } });
  });

  test('is for admins', async () => {
    const sessionId = await booked(3);
    const actor = actorOf('SECRETARY', world.clinic.secretary.userId);
    expect(await correct(sessionId, { kind: 'AMEND', changes: { note: 'x' }, actor })).toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('deleting and closing', () => {
  test('deletes once, and frees the time', async () => {
    const sessionId = await booked(3);
    const deletion = { kind: 'DELETE' as const, decisionId: randomUUID() };
    expect(await correct(sessionId, deletion)).toMatchObject({ state: 'APPLIED', snapshot: { status: 'CANCELLED' } });
    expect(await correct(sessionId, deletion)).toMatchObject({ state: 'APPLIED', snapshot: { version: 2 } });
    expect(await world.rows('SELECT 1 FROM holds WHERE session_id = $1::uuid AND active', sessionId)).toEqual([]);
  });

  test('a session that has not begun cannot be closed', async () => {
    const sessionId = await booked(3);
    const message = { ...order(admin()), verdict: 'COMPLETE' as const };
    expect(await world.activities.applyClose({ sessionId, message })).toMatchObject({ code: 'invalid_transition' });
  });
});

describe('an override of a booking', () => {
  test('is asked for by name of what is violated, and books past it', async () => {
    await booked(3, { patientId: world.clinic.patients[2].id });
    const startsAt = atTen(world.now, 3);
    const override = { reason: 'urgent', accept: [] };
    expect((await world.book({ startsAt, actor: admin(), override })).outcome).toMatchObject({
      kind: 'REFUSED',
      refusal: { code: 'confirmation_required', conflicts: ['doctor'], reasons: [{ rule: 'doctor_busy' }] },
    });
    const accepted = { reason: 'urgent', accept: ['doctor' as const] };
    expect((await world.book({ startsAt, actor: admin(), override: accepted })).outcome).toMatchObject({
      kind: 'BOOKED',
    });
  });
});
