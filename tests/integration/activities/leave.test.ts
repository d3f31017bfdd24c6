import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLeaveActivities } from '../../../activities/leave.js';
import { DomainError } from '../../../domain/errors.js';
import type { StepResult } from '../../../domain/session/types.js';
import { openLeave, unfinishedLeaves } from '../../../prisma/stores/leave-store.js';
import { systemActor } from '../../../domain/actor.js';
import type { SessionClient } from '../../../workflows/session/client.js';
import { actorOf } from '../../support/clinic.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
beforeEach(async () => {
  world = await createActivityWorld();
});
afterEach(async () => world[Symbol.asyncDispose]());

type Message = Parameters<SessionClient['cancel']>[1];
type Answer = 'APPLIED' | 'UNHEARD' | 'ENDED' | 'UNAVAILABLE' | 'FORBIDDEN';

/** A session's workflow in words: each call off takes the next answer. UNHEARD: it is applied, and the answer is lost. */
function fakeSessions(...answers: Answer[]) {
  const calls: ('cancel' | 'resuming cancel')[] = [];
  const messages: Message[] = [];
  const never = (): Promise<never> => Promise.reject(new Error('Not part of this test.'));
  const unavailable = (): DomainError => new DomainError('temporarily_unavailable', 'gone', { retryAfterSeconds: 5 });
  const apply = (sessionId: string, message: Message): Promise<StepResult> => {
    const validUntil = new Date(Date.now() + 10_000).toISOString();
    return world.activities.applyCancel({ sessionId, message: { ...message, validUntil } });
  };
  const client: SessionClient = {
    book: never,
    decide: never,
    reply: never,
    policyChanged: never,
    move: never,
    close: never,
    correct: never,
    deliver: never,
    resume: never,
    async cancel(sessionId, message, options) {
      calls.push(options?.resume ? 'resuming cancel' : 'cancel');
      messages.push(message);
      switch (answers.shift()) {
        case 'APPLIED':
          return apply(sessionId, message);
        case 'UNHEARD':
          await apply(sessionId, message);
          throw unavailable();
        case 'ENDED':
          return 'ENDED';
        case 'FORBIDDEN':
          throw new DomainError('forbidden', 'no');
        default:
          throw unavailable();
      }
    },
  };
  const steps = createLeaveActivities({ db: world.db.worker, sessions: client, now: () => new Date() });
  return { calls, messages, steps };
}

/** A leave of the first doctor with one session to be called off. */
async function leaveOfOne(): Promise<{ leaveId: string; itemId: string; sessionId: string }> {
  const { step } = await world.book({ startsAt: atTen(world.now, 3) });
  if (step === null) throw new Error('The booking was refused.');
  const { sessionId } = step.snapshot;
  const leaveId = randomUUID();
  const doctor = world.clinic.doctors[0];
  const items = [{ sessionId, action: 'CANCEL' as const }];
  await world.db.app.withActor(actorOf('DOCTOR', doctor.userId), (tx) =>
    openLeave(tx, { leaveId, doctorId: doctor.id, exceptionId: null, items }),
  );
  const [itemId] = await fakeSessions().steps.openLeaveItems({ leaveId, after: null });
  return { leaveId, itemId: itemId ?? '', sessionId };
}

const item = async (itemId: string) =>
  (await world.rows('SELECT state, code FROM leave_items WHERE id = $1::uuid', itemId))[0];
const statusOf = async (sessionId: string) =>
  (await world.rows('SELECT status::text FROM sessions WHERE id = $1::uuid', sessionId))[0]?.['status'];
const tasks = () => world.rows('SELECT kind, session_id FROM tasks');

describe('an item of a leave', () => {
  test('is called off as the person who asked, and done', async () => {
    const { leaveId, itemId, sessionId } = await leaveOfOne();
    const { steps, messages } = fakeSessions('APPLIED');
    await steps.carryOutLeaveItem({ leaveId, itemId });
    expect(messages).toMatchObject([{ decisionId: itemId, actor: { id: world.clinic.doctors[0].userId } }]);
    expect(await statusOf(sessionId)).toBe('CANCELLED');
    expect(await item(itemId)).toEqual({ state: 'DONE', code: null });
    expect(await steps.openLeaveItems({ leaveId, after: null })).toEqual([]);
    const left = await world.db.worker.withActor(systemActor('test'), (tx) => unfinishedLeaves(tx, null));
    expect(left).toEqual([]);
    expect(await tasks()).toEqual([]);
    await steps.carryOutLeaveItem({ leaveId, itemId });
    expect(messages).toHaveLength(1);
  });

  test('whose workflow is missing gets it back, and is then called off', async () => {
    const { leaveId, itemId, sessionId } = await leaveOfOne();
    const { steps, calls } = fakeSessions('ENDED', 'APPLIED');
    await steps.carryOutLeaveItem({ leaveId, itemId });
    expect(calls).toEqual(['cancel', 'resuming cancel']);
    expect(await statusOf(sessionId)).toBe('CANCELLED');
    expect(await item(itemId)).toEqual({ state: 'DONE', code: null });
  });

  test.each(['UNAVAILABLE', 'UNHEARD'] as const)(
    'is done by the next attempt after one that was %s',
    async (answer) => {
      const { leaveId, itemId, sessionId } = await leaveOfOne();
      const { steps, messages } = fakeSessions(answer, 'APPLIED');
      await expect(steps.carryOutLeaveItem({ leaveId, itemId })).rejects.toMatchObject({
        code: 'temporarily_unavailable',
      });
      expect(await item(itemId)).toEqual({ state: 'PENDING', code: null });
      await steps.carryOutLeaveItem({ leaveId, itemId });
      expect(new Set(messages.map(({ decisionId }) => decisionId))).toEqual(new Set([itemId]));
      expect(await statusOf(sessionId)).toBe('CANCELLED');
      expect(await item(itemId)).toEqual({ state: 'DONE', code: null });
      expect(await world.rows(`SELECT state FROM decisions WHERE session_id = $1::uuid`, sessionId)).toHaveLength(1);
    },
  );

  test('that nobody can reach is tried again', async () => {
    const { leaveId, itemId } = await leaveOfOne();
    const { steps, calls } = fakeSessions('ENDED', 'ENDED');
    await expect(steps.carryOutLeaveItem({ leaveId, itemId })).rejects.toMatchObject({
      code: 'temporarily_unavailable',
    });
    expect(calls).toEqual(['cancel', 'resuming cancel']);
    expect(await item(itemId)).toEqual({ state: 'PENDING', code: null });
  });

  test('that is refused is a patient to call', async () => {
    const { leaveId, itemId, sessionId } = await leaveOfOne();
    const { steps } = fakeSessions('FORBIDDEN');
    await steps.carryOutLeaveItem({ leaveId, itemId });
    expect(await item(itemId)).toEqual({ state: 'REFUSED', code: 'forbidden' });
    expect(await tasks()).toEqual([{ kind: 'CALL_PATIENT', session_id: sessionId }]);
  });

  test('that is given up is a patient to call, once', async () => {
    const { leaveId, itemId, sessionId } = await leaveOfOne();
    const { steps } = fakeSessions();
    for (let attempt = 0; attempt < 2; attempt += 1) await steps.giveUpLeaveItem({ leaveId, itemId });
    expect(await item(itemId)).toEqual({ state: 'REFUSED', code: 'temporarily_unavailable' });
    expect(await tasks()).toEqual([{ kind: 'CALL_PATIENT', session_id: sessionId }]);
  });

  test('that is given up although its session is called off is done', async () => {
    const { leaveId, itemId } = await leaveOfOne();
    const { steps } = fakeSessions('UNHEARD');
    await expect(steps.carryOutLeaveItem({ leaveId, itemId })).rejects.toThrow();
    await steps.giveUpLeaveItem({ leaveId, itemId });
    expect(await item(itemId)).toEqual({ state: 'DONE', code: null });
    expect(await tasks()).toEqual([]);
  });
});
