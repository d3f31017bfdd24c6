import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SessionStep } from '../../../activities/session.js';
import { actorOf } from '../../support/clinic.js';
import { createSessionDesk, type SessionDesk } from './session-desk.js';
import { atTen, createActivityWorld, type ActivityWorld } from './world.js';

let world: ActivityWorld;
let desk: SessionDesk;
beforeEach(async () => {
  world = await createActivityWorld();
  desk = createSessionDesk(world);
});
afterEach(async () => world[Symbol.asyncDispose]());

const deliver = (step: SessionStep): Promise<void> => world.activities.deliver(step.notificationIds);
const lastText = (): string | undefined => world.providers.texts.at(-1)?.body;
const posted = (): string => JSON.stringify(world.providers.posts.map(({ content }) => content));
const calendars = (): string[] => world.providers.mails.flatMap(({ calendar }) => (calendar ? [calendar.content] : []));
const field = (calendar: string | undefined, name: string): string | undefined =>
  new RegExp(`^${name}[^:]*:(.*)$`, 'm').exec(calendar ?? '')?.[1]?.trim();

/** Approved, and everybody has been told. */
async function told(): Promise<{ sessionId: string; other: string }> {
  const booked = await desk.booked();
  await deliver(booked);
  await deliver(await desk.approve(booked.snapshot.sessionId));
  return { sessionId: booked.snapshot.sessionId, other: atTen(world.now, 4) };
}

describe('a doctor’s suggestion', () => {
  test('asks the patient with both times, and shows on the card that they are asked', async () => {
    const { sessionId, other } = await told();
    await deliver(await desk.move(sessionId, other, desk.doctor()));
    expect(lastText()).toMatch(/suggests \w{3} \d+ \w{3} 1[12]:00 instead of .*Reply 1 to accept, 2 to keep/);
    expect(
      await world.rows(`SELECT kind, move_id IS NOT NULL AS bound FROM prompts ORDER BY created_at DESC LIMIT 1`),
    ).toEqual([{ kind: 'MOVE', bound: true }]);
    expect(world.providers.mails.at(-1)).toMatchObject({
      calendar: null,
      text: expect.stringMatching(/Now booked: .*Suggested: /s),
    });
    expect(posted()).toContain('the patient is asked until');
  });

  test('that was taken back before its text left is not sent', async () => {
    const { sessionId, other } = await told();
    const proposed = await desk.move(sessionId, other, desk.doctor());
    await desk.decideMove(sessionId, 'WITHDRAW', desk.doctor());
    const sent = world.providers.texts.length;
    await deliver(proposed);
    expect(world.providers.texts).toHaveLength(sent);
    expect(await desk.rowsOf(proposed.notificationIds)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: 'SMS', status: 'SUPPRESSED', error_code: 'overtaken' }),
      ]),
    );
  });

  test('accepted: the new time with the old one, and the same calendar entry with a higher sequence, in the end taken out', async () => {
    const { sessionId, other } = await told();
    await deliver(await desk.move(sessionId, other, desk.doctor()));
    await deliver(await desk.decideMove(sessionId, 'APPROVE', desk.secretary()));
    expect(lastText()).toMatch(/now .*\(was .*\)\. Reply 1 to confirm/);
    expect(posted()).toContain('Moved from');
    await deliver(await desk.cancel(sessionId));
    const entries = calendars();
    expect(entries.map((entry) => field(entry, 'METHOD'))).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(new Set(entries.map((entry) => field(entry, 'UID'))).size).toBe(1);
    const sequences = entries.map((entry) => Number(field(entry, 'SEQUENCE')));
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(3);
  });

  test('refused: the patient hears that the old time stays', async () => {
    const { sessionId, other } = await told();
    await deliver(await desk.move(sessionId, other, desk.doctor()));
    await deliver(await desk.decideMove(sessionId, 'REJECT', desk.secretary()));
    expect(lastText()).toMatch(/thank you for your answer\. Your session stays /);
  });
});

describe('a secretary’s wish', () => {
  test('is a new card for the doctor, with its own buttons, which are gone when it is decided', async () => {
    const { sessionId, other } = await told();
    await deliver(await desk.move(sessionId, other, desk.secretary()));
    const card = world.providers.posts.at(-1);
    expect(JSON.stringify(card?.content)).toMatch(
      /Another time is asked for.*session_move_approve.*session_move_reject/,
    );
    await deliver(await desk.decideMove(sessionId, 'REJECT', desk.doctor()));
    expect(JSON.stringify(card?.content)).not.toContain('session_move_approve');
    expect(lastText()).toMatch(/we are sorry, .* is not possible\. Your session stays /);
    expect(lastText()).not.toContain('not possible not');
  });

  test('for another doctor asks that doctor, who gets the session, while the first one’s card says so', async () => {
    const { sessionId, other } = await told();
    const [first, second] = world.clinic.doctors;
    await deliver(await desk.move(sessionId, other, desk.secretary(), second.id));
    const asked = world.providers.posts.at(-1);
    expect(asked?.place.channelId).toBe(`D-${second.slackUserId}`);
    const own = world.providers.posts.find(({ place }) => place.channelId === `D-${first.slackUserId}`);
    expect(JSON.stringify(own?.content)).toContain('Dr Chidi Okafor decides');
    expect(JSON.stringify(own?.content)).not.toContain('session_move_approve');
    await deliver(await desk.decideMove(sessionId, 'APPROVE', actorOf('DOCTOR', second.userId)));
    expect(JSON.stringify(own?.content)).toContain('is with *Dr Chidi Okafor* now');
    expect(JSON.stringify(asked?.content)).toContain('Approved: ');
  });

  test('moves a request at once, also to another doctor, who gets its card', async () => {
    const booked = await desk.booked();
    await deliver(booked);
    const [, second] = world.clinic.doctors;
    await deliver(await desk.move(booked.snapshot.sessionId, atTen(world.now, 5), desk.secretary(), second.id));
    expect(lastText()).toMatch(/your request is now for .*Not yet confirmed/);
    expect(world.providers.posts.map(({ place }) => place.channelId)).toContain(`D-${second.slackUserId}`);
    expect(calendars()).toEqual([]);
  });
});
