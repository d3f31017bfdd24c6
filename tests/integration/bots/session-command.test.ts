import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { signedSlackRequest, slashCommand } from '../../../dev/simulator/slack-requests.js';
import { waitFor } from '../../support/wait-for.js';
import { openBotsWorld, SIGNING_SECRET, type BotsWorld } from './bots-world.js';
import { apiSession } from './doctor-desk.js';
import { problem } from './fake-api.js';

const id = (last: number) => `0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a${last}`;
const page = (items: object[]) => ({ status: 200, body: { items, nextCursor: null } });
const PATIENTS = [
  { id: id(12), fullName: 'Sara Ali' },
  { id: id(22), fullName: 'Omar Ali' },
  { id: id(23), fullName: 'María Gómez' },
];
const DOCTORS = [
  { id: id(11), fullName: 'Dr Layla Haddad' },
  { id: id(21), fullName: 'Dr Chidi Okafor' },
];

interface CommandAnswer {
  response_type: string;
  text: string;
  blocks?: unknown[];
}

describe('/session', () => {
  let world: BotsWorld;
  let key: string;
  let counter = 0;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    key = `command-${++counter}`;
    world.api.calls.length = 0;
    world.api.unlinked.clear();
    world.api.on('getPolicy', () => ({ status: 200, body: { timeZone: 'Europe/Berlin' } }));
    world.api.on('listDoctors', () => page(DOCTORS));
    world.api.on('listRooms', () =>
      page([
        { id: id(13), name: 'Room 2', active: true },
        { id: id(14), name: 'Room 1', active: true },
      ]),
    );
    world.api.on('listPatients', ({ query }) =>
      page(PATIENTS.filter(({ fullName }) => fullName.toLowerCase().includes(String(query.search).toLowerCase()))),
    );
    world.api.on('bookSession', () => ({ status: 201, body: apiSession() }));
  });

  const type = (text: string, options: { userId?: string; triggerId?: string; retryNum?: number } = {}) =>
    signedSlackRequest({
      url: world.eventsUrl,
      signingSecret: SIGNING_SECRET,
      retryNum: options.retryNum,
      payload: slashCommand({
        userId: options.userId ?? world.secretary,
        text,
        responseUrl: world.responseUrl(key),
        triggerId: options.triggerId,
      }),
    });
  const ask = async (text: string, options = {}): Promise<CommandAnswer> =>
    (await (await type(text, options)).json()) as CommandAnswer;
  const words = ({ text, blocks }: CommandAnswer): string => JSON.stringify([text, blocks]);
  const booked = () => world.api.callsOf('bookSession');

  it('books one line on behalf of the secretary and says code, time and room', async () => {
    const answer = await ask('book dr-haddad "Sara Ali" 2027-05-12 10:30 room 2');
    expect(answer).toMatchObject({
      response_type: 'ephemeral',
      text: 'Booked K7QP: Wed 12 May 10:30 CEST, Room 2. Waiting for the doctor.',
    });
    expect(booked()).toMatchObject([
      {
        subject: world.secretary,
        body: { doctorId: id(11), patientId: id(12), roomId: id(13), startsAt: '2027-05-12T08:30:00.000Z' },
      },
    ]);
  });

  it('books telehealth without a room', async () => {
    await ask('book okafor sara ali 2027-05-12 3pm telehealth');
    expect(booked()[0]?.body).toEqual({
      doctorId: id(21),
      patientId: id(12),
      telehealth: true,
      startsAt: '2027-05-12T13:00:00.000Z',
    });
  });

  it('uses one key for one command, also when it is delivered again', async () => {
    const line = 'book haddad sara 2027-05-12 10:30';
    await ask(line, { triggerId: 't.1' });
    await ask(line, { triggerId: 't.1', retryNum: 1 });
    await ask(line, { triggerId: 't.2' });
    const [first, again, other] = booked().map((call) => call.idempotencyKey);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([
    ['two patients fit', 'book haddad ali 2027-05-12 10:30', ['Which patient', 'Sara Ali', 'Omar Ali']],
    ['two doctors fit', 'book d sara 2027-05-12 10:30', ['Which doctor', 'Dr Layla Haddad', 'Dr Chidi Okafor']],
    ['no doctor fits', 'book xyz sara 2027-05-12 10:30', ['find no doctor', 'Dr Layla Haddad']],
    ['a patient is mistyped', 'book haddad "Sarra Ali" 2027-05-12 10:30', ['find no patient', 'Sara Ali']],
    ['no room fits', 'book haddad sara 2027-05-12 10:30 room 9', ['find no room', 'Room 1', 'Room 2']],
    ['there is no day', 'book haddad sara 10:30', ['did not understand', '/session book']],
    ['the day is past', 'book haddad sara yesterday 10:30', ['already past']],
    ['a quote is not closed', 'book haddad "sara ali 2027-05-12 10:30', ['quotation mark has no partner']],
    ['the clock skips the time', 'book haddad sara 2027-03-28 02:30', ['clocks go forward']],
  ])('asks back when %s', async (_, line, parts) => {
    const answer = words(await ask(line));
    for (const part of parts) expect(answer).toContain(part);
    expect(booked()).toEqual([]);
  });

  it('offers the nearest free times when the slot is taken', async () => {
    world.api.on('bookSession', () =>
      problem(409, 'slot_taken', {
        conflicts: ['doctor'],
        alternatives: [
          { doctorId: id(11), startsAt: '2027-05-12T09:00:00.000Z', endsAt: '2027-05-12T09:30:00.000Z', roomIds: [] },
        ],
      }),
    );
    const { text } = await ask('book haddad sara 2027-05-12 10:30');
    expect(text).toBe('That time is already taken (the doctor is busy).\nFree nearby:\n• Wed 12 May 11:00 CEST');
  });

  it('says why a time cannot be booked', async () => {
    world.api.on('bookSession', () =>
      problem(422, 'slot_not_bookable', {
        reasons: [{ rule: 'closed', detail: 'The doctor is away that day.' }],
        alternatives: [],
      }),
    );
    expect((await ask('book haddad sara 2027-05-12 10:30')).text).toContain(
      'the doctor is away that day. No other time is free nearby.',
    );
  });

  it('says "one moment" in time and answers later when the API is slow', async () => {
    world.api.on('bookSession', async () => {
      await pause(3_500);
      return { status: 201, body: apiSession() };
    });
    const startedAt = Date.now();
    expect((await ask('book haddad sara 2027-05-12 10:30')).text).toContain('One moment');
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    const [answer] = await waitFor(async () => {
      const answers = await world.privateAnswers(key);
      return answers.length > 0 ? answers : null;
    });
    expect(answer?.text).toContain('Booked K7QP');
  });

  it('tells somebody who is not linked what to do', async () => {
    world.api.unlinked.add('U0NOBODY');
    const { text } = await ask('book haddad sara 2027-05-12 10:30', { userId: 'U0NOBODY' });
    expect(text).toContain('/session link CODE');
  });

  it('says so when the API is down or refuses', async () => {
    world.api.on('bookSession', () => problem(503, 'temporarily_unavailable'));
    expect((await ask('book haddad sara 2027-05-12 10:30')).text).toContain('did not answer');
    world.api.on('getPolicy', () => problem(403, 'forbidden'));
    expect((await ask('book haddad sara 2027-05-12 10:30')).text).toContain('You may not do that');
  });

  it.each(['help', 'HELP', '', 'dance', '   ', 'constructor'])('answers %p with help', async (text) => {
    const answer = words(await ask(text));
    expect(answer).toContain('/session book');
    if (text === 'dance') expect(answer).toContain('I do not know `dance`');
  });
});
