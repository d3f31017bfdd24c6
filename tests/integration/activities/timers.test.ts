import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { timerKey } from '../../../domain/session/plan-timers.js';
import { actorOf, coverSecondDoctor } from '../../support/clinic.js';
import { createSessionDesk, type SessionDesk } from './session-desk.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
let desk: SessionDesk;
beforeEach(async () => {
  world = await createActivityWorld();
  desk = createSessionDesk(world);
});
afterEach(async () => world[Symbol.asyncDispose]());

const later = (iso: string, minutes: number): string => new Date(Date.parse(iso) + minutes * 60_000).toISOString();
const texts = (): string[] => world.providers.texts.map(({ body }) => body);
const promptsOf = (sessionId: string) =>
  world.rows('SELECT kind, session_id FROM prompts WHERE session_id = $1::uuid', sessionId);

describe('a reminder', () => {
  test('asks once, and is not planned again', async () => {
    const { snapshot, timers } = await desk.approved();
    const { sessionId } = snapshot;
    expect(timers.map(timerKey)).toEqual(['REMINDER/2880', 'REMINDER/180', 'NO_ANSWER', 'COMPLETE']);
    const step = await desk.fire(sessionId, 'REMINDER/2880');
    expect(step).toMatchObject({ state: 'APPLIED', snapshot: { version: 2 } });
    expect(step.timers.map(timerKey)).toEqual(['REMINDER/180', 'NO_ANSWER', 'COMPLETE']);
    await world.activities.deliver(step.notificationIds);
    expect(texts()).toEqual([expect.stringMatching(/reminder.*Reply 1 to confirm.*STOP/)]);
    expect(await promptsOf(sessionId)).toHaveLength(1);
    const [first] = timers;
    if (first === undefined) throw new Error('No timer.');
    expect(await world.activities.applyTimer({ sessionId, timer: first })).toMatchObject({
      state: 'REFUSED',
      notificationIds: [],
    });
  });

  test('two of them at one version are two messages', async () => {
    await desk.policy('sms_per_day = 10');
    const { snapshot } = await desk.approved();
    const first = await desk.fire(snapshot.sessionId, 'REMINDER/2880');
    const second = await desk.fire(snapshot.sessionId, 'REMINDER/180');
    expect([first, second].map(({ notificationIds }) => notificationIds.length)).toEqual([1, 1]);
  });

  test('speaks of all the patient’s sessions of that day, whichever is first, and each can be answered', async () => {
    const at = atTen(world.now, 3);
    const [, other] = world.clinic.doctors;
    const { snapshot: first } = await desk.approved({ startsAt: at });
    const { snapshot: second } = await desk.booked({ startsAt: later(at, 120), doctorId: other.id });
    await desk.approve(second.sessionId, actorOf('DOCTOR', other.userId));
    const [one, two] = await Promise.all([
      desk.fire(first.sessionId, 'REMINDER/2880'),
      desk.fire(second.sessionId, 'REMINDER/2880').catch((error: Error) => error),
    ]);
    const ids = [one, two].flatMap((step) => (step instanceof Error ? [] : step.notificationIds));
    expect(ids).toHaveLength(1);
    await world.activities.deliver(ids);
    const codes = await world.rows('SELECT code FROM sessions ORDER BY starts_at');
    expect(texts()).toHaveLength(1);
    for (const { code } of codes) expect(texts()[0]).toContain(code);
    for (const { sessionId } of [first, second]) {
      expect(await promptsOf(sessionId)).toHaveLength(1);
      expect((await desk.timers(sessionId)).map(timerKey)).not.toContain('REMINDER/2880');
    }
  });

  test('becomes a short note for who has confirmed, and nobody is called', async () => {
    const { snapshot } = await desk.approved();
    await desk.confirm(snapshot.sessionId);
    expect((await desk.timers(snapshot.sessionId)).map(timerKey)).toEqual(['REMINDER/180', 'COMPLETE']);
    const { notificationIds } = await desk.fire(snapshot.sessionId, 'REMINDER/180');
    expect(await desk.rowsOf(notificationIds)).toMatchObject([{ kind: 'SAME_DAY', channel: 'SMS' }]);
    await world.activities.deliver(notificationIds);
    expect(texts()).toEqual([expect.stringMatching(/see you/)]);
    expect(await promptsOf(snapshot.sessionId)).toEqual([]);
  });

  test('of a session that was called off before it left is not sent', async () => {
    const { snapshot } = await desk.approved();
    const { notificationIds } = await desk.fire(snapshot.sessionId, 'REMINDER/2880');
    await desk.cancel(snapshot.sessionId);
    await world.activities.deliver(notificationIds);
    expect(texts()).toEqual([]);
    expect(await desk.rowsOf(notificationIds)).toMatchObject([{ status: 'SUPPRESSED', error_code: 'overtaken' }]);
    expect(await desk.timers(snapshot.sessionId)).toEqual([]);
  });

  test('beyond the clinic’s cap goes by email', async () => {
    await desk.policy('sms_per_week = 1, sms_per_day = 5');
    const { snapshot } = await desk.approved();
    await world.activities.deliver((await desk.fire(snapshot.sessionId, 'REMINDER/2880')).notificationIds);
    const { notificationIds } = await desk.fire(snapshot.sessionId, 'REMINDER/180');
    expect(await desk.rowsOf(notificationIds)).toMatchObject([{ kind: 'REMINDER', channel: 'EMAIL' }]);
    await world.activities.deliver(notificationIds);
    expect(world.providers.mails).toMatchObject([{ subject: expect.stringContaining('Reminder') }]);
  });

  test('that a change of the rules makes due in the past is no arrears', async () => {
    const { snapshot } = await desk.approved({ startsAt: atTen(world.now, 2) });
    await desk.policy('reminder_offsets_minutes = ARRAY[20000, 60]');
    expect((await desk.timers(snapshot.sessionId)).map(timerKey)).toEqual(['REMINDER/60', 'NO_ANSWER', 'COMPLETE']);
  });
});

describe('no answer', () => {
  test('is a call for the desk, where the patient was asked', async () => {
    const { snapshot } = await desk.approved();
    await world.activities.deliver((await desk.fire(snapshot.sessionId, 'REMINDER/2880')).notificationIds);
    expect(await desk.fire(snapshot.sessionId, 'NO_ANSWER')).toMatchObject({ state: 'APPLIED' });
    expect(await desk.tasksOf(snapshot.sessionId)).toEqual([{ kind: 'CALL_PATIENT', state: 'OPEN' }]);
    await desk.confirm(snapshot.sessionId);
    expect(await desk.tasksOf(snapshot.sessionId)).toEqual([{ kind: 'CALL_PATIENT', state: 'DONE' }]);
  });

  test('is nothing where nobody asked', async () => {
    const { snapshot } = await desk.approved();
    const step = await desk.fire(snapshot.sessionId, 'NO_ANSWER');
    expect(step.timers.map(timerKey)).not.toContain('NO_ANSWER');
    expect(await desk.tasksOf(snapshot.sessionId)).toEqual([]);
  });
});

describe('a request that waits', () => {
  test('is shown to the doctor again, and both cards are edited when it is decided', async () => {
    const { snapshot, notificationIds } = await desk.booked();
    await world.activities.deliver(notificationIds);
    await world.activities.deliver((await desk.fire(snapshot.sessionId, 'NUDGE')).notificationIds);
    const cards = world.providers.posts;
    expect(JSON.stringify(cards.map(({ content }) => content))).toMatch(/New request.*Still waiting for you/);
    await world.activities.deliver((await desk.approve(snapshot.sessionId)).notificationIds);
    for (const { content } of cards.slice(0, 2)) expect(JSON.stringify(content)).toMatch(/Approved: /);
  });

  test('is told to who covers today, with buttons', async () => {
    await coverSecondDoctor(world.db, world.clinic);
    const [cover, covered] = world.clinic.doctors;
    const { snapshot } = await desk.booked({ doctorId: covered.id });
    const { notificationIds } = await desk.fire(snapshot.sessionId, 'ESCALATE');
    await world.activities.deliver(notificationIds);
    expect(world.providers.posts).toMatchObject([{ place: { channelId: `D-${cover.slackUserId}` } }]);
    expect(JSON.stringify(world.providers.posts)).toMatch(/in the place of Dr Chidi Okafor.*session_approve/);
    expect(await desk.tasksOf(snapshot.sessionId)).toEqual([]);
  });

  test('is a task for the desk where nobody covers', async () => {
    const { snapshot } = await desk.booked();
    await desk.fire(snapshot.sessionId, 'NUDGE');
    expect(await desk.fire(snapshot.sessionId, 'ESCALATE')).toMatchObject({ state: 'APPLIED', notificationIds: [] });
    expect(await desk.tasksOf(snapshot.sessionId)).toEqual([{ kind: 'DECISION_OVERDUE', state: 'OPEN' }]);
    await desk.approve(snapshot.sessionId);
    expect(await desk.tasksOf(snapshot.sessionId)).toEqual([{ kind: 'DECISION_OVERDUE', state: 'DONE' }]);
  });
});
