import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { slashCommand } from '../../../dev/simulator/slack-requests.js';
import { BOOK_ACTIONS, BOOK_VIEW, SEARCH_FAILED } from '../../../domain/chat/book-ids.js';
import { waitFor } from '../../support/wait-for.js';
import { answerAsClinic, DAY, HADDAD, NOW, page, ROOM, SARA, send, slot, suggestion, WHOLE } from './booking-desk.js';
import { createBookingModal, type BookingModal } from './booking-modal.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import { apiSession } from './doctor-desk.js';
import { problem } from './fake-api.js';

describe('/session book', () => {
  let world: BotsWorld;
  let key: string;
  let modal: BookingModal;
  let counter = 0;
  beforeAll(async () => {
    world = await openBotsWorld({ now: () => NOW });
    modal = createBookingModal(world);
  });
  afterAll(() => world.close());
  beforeEach(() => {
    key = `form-${++counter}`;
    modal.useKey(key);
    world.api.calls.length = 0;
    world.api.unlinked.clear();
    answerAsClinic(world);
    world.api.on('bookSession', () => ({ status: 201, body: apiSession() }));
  });

  it('opens the form, with doctors and the rooms in use', async () => {
    const response = await modal.open();
    expect([response.status, await response.text()]).toEqual([200, '']);
    const form = JSON.stringify(await modal.shown('Dr Chidi Okafor'));
    for (const part of ['Dr Layla Haddad', 'Any free room', 'Telehealth', 'Room 2']) expect(form).toContain(part);
    expect(form).not.toContain('Attic');
  });

  it('opens within three seconds when the API takes five, and says so later', async () => {
    world.api.on('getPolicy', async () => {
      await pause(5_500);
      return problem(503, 'temporarily_unavailable');
    });
    const startedAt = Date.now();
    await modal.open();
    await modal.shown('One moment', 2_500);
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    const failed = await modal.shown('did not answer');
    expect(failed.blocks).toContainEqual(expect.objectContaining({ type: 'actions' }));
    answerAsClinic(world);
    await send(world, modal.act(failed, BOOK_ACTIONS.retryForm, {}, 'again'));
    await modal.shown('Dr Layla Haddad');
  });

  it('tells somebody who is not linked how to link, without a button that would not help', async () => {
    world.api.unlinked.add(world.doctor);
    const unlinked = createBookingModal(world, world.doctor);
    await unlinked.open();
    const view = await unlinked.shown('/session link CODE');
    expect(JSON.stringify(view.blocks)).not.toContain('button');
  });

  it('says privately when the modal cannot be opened', async () => {
    const responseUrl = world.responseUrl(key);
    await send(world, slashCommand({ userId: world.secretary, text: 'book', responseUrl, triggerId: 'too-old' }));
    await waitFor(async () => (await world.privateAnswers(key))[0]?.text.includes('could not be opened'));
  });

  it('finds patients as one types', async () => {
    const response = await send(world, suggestion({ userId: world.secretary, typed: 'sara' }));
    expect(await response.json()).toEqual({
      options: [{ text: { type: 'plain_text', text: 'Sara Ali', emoji: true }, value: SARA.id }],
    });
    expect(world.api.callsOf('listPatients')).toMatchObject([{ subject: world.secretary, query: { search: 'sara' } }]);
  });

  it('finds nobody by a name that cannot be searched for', async () => {
    world.api.on('listPatients', () =>
      problem(422, 'validation_failed', { errors: [{ pointer: '?search', message: 'Too big' }] }),
    );
    const response = await send(world, suggestion({ userId: world.secretary, typed: 'x'.repeat(500) }));
    expect(await response.json()).toEqual({ options: [] });
  });

  it('never shows a silent search as an empty list, and does not take its entry for a patient', async () => {
    world.api.on('listPatients', async () => {
      await pause(4_000);
      return page([]);
    });
    const startedAt = Date.now();
    const response = await send(world, suggestion({ userId: world.secretary, typed: 'sara' }));
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    const { options } = (await response.json()) as { options: { text: { text: string }; value: string }[] };
    expect(options).toMatchObject([
      { text: { text: expect.stringContaining('did not answer') }, value: SEARCH_FAILED },
    ]);
    const view = await modal.formWithTimes();
    const { errors } = await modal.submit(view, { ...WHOLE, patient: { id: SEARCH_FAILED, fullName: 'x' } });
    expect(errors).toEqual({ patient: expect.stringContaining('did not answer') });
  });

  it('shows the free times of the day, and keeps what was entered', async () => {
    const view = await modal.openForm();
    const entered = { ...WHOLE, startsAt: null, place: ROOM.id, reason: 'Knee pain' };
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, entered));
    const form = JSON.stringify(await modal.shown('Wed 12 May 10:30'));
    for (const part of ['"initial_date":"2027-05-12"', `"value":"${SARA.id}"`, 'Knee pain'])
      expect(form).toContain(part);
    expect(world.api.callsOf('listSlots').at(-1)?.query).toMatchObject({
      doctorId: HADDAD.id,
      patientId: SARA.id,
      roomId: ROOM.id,
      from: DAY,
      to: '2027-05-26',
    });
  });

  it('lets a chosen time go when it is not free any more', async () => {
    const view = await modal.formWithTimes();
    world.api.on('listSlots', () => page([slot('2027-05-12T12:00:00.000Z')]));
    await send(world, modal.act(view, BOOK_VIEW.doctor.actionId, WHOLE));
    const again = await modal.shown('Wed 12 May 14:00');
    expect(JSON.stringify(again.blocks)).toContain('time:2');
    expect(JSON.stringify(again.blocks)).not.toContain('10:30');
  });

  it('offers the next free day when the day is full', async () => {
    world.api.on('listSlots', () => page([slot('2027-05-14T08:00:00.000Z')]));
    const view = await modal.openForm();
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, { ...WHOLE, startsAt: null }));
    const full = await modal.shown('Take Fri 14 May');
    await send(world, modal.act(full, BOOK_ACTIONS.takeDay, { ...WHOLE, startsAt: null }, '2027-05-14'));
    const next = JSON.stringify(await modal.shown('Fri 14 May 10:00'));
    expect(next).toContain('"initial_date":"2027-05-14"');
  });

  it.each([
    ['past', '2027-05-09', 'already past'],
    ['beyond the horizon', '2027-08-01', 'at most 60 days ahead'],
  ])('says when the day is %s, without asking', async (_, day, words) => {
    const view = await modal.openForm();
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, { ...WHOLE, day, startsAt: null }));
    const again = await modal.shown(words);
    expect(world.api.callsOf('listSlots')).toEqual([]);
    const { errors } = await modal.submit(again, { ...WHOLE, day, startsAt: null });
    expect(Object.values(errors ?? {})).toEqual([expect.stringContaining(words)]);
  });

  it('says when the free times are not known, and finds them on a second try', async () => {
    world.api.on('listSlots', () => problem(503, 'temporarily_unavailable'));
    const view = await modal.openForm();
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, { ...WHOLE, startsAt: null }));
    const unknown = await modal.shown('The free times are not known');
    answerAsClinic(world);
    await send(world, modal.act(unknown, BOOK_ACTIONS.retryTimes, { ...WHOLE, startsAt: null }, 'times'));
    await modal.shown('Wed 12 May 10:30');
  });

  it('draws the newest choice although the answer to an older one comes later', async () => {
    const view = await modal.openForm();
    world.api.on('listSlots', async ({ query }) => {
      if (query.doctorId === HADDAD.id) await pause(400);
      return page([slot(query.doctorId === HADDAD.id ? '2027-05-12T08:30:00.000Z' : '2027-05-12T14:00:00.000Z')]);
    });
    await send(world, modal.act(view, BOOK_VIEW.doctor.actionId, { ...WHOLE, startsAt: null }));
    const other = { id: '0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a21', fullName: 'Dr Chidi Okafor' };
    await send(world, modal.act(view, BOOK_VIEW.doctor.actionId, { ...WHOLE, doctor: other, startsAt: null }));
    await modal.shown('Wed 12 May 16:00');
    await world.settled();
    expect(JSON.stringify(await modal.now())).toContain('Wed 12 May 16:00');
  });

  it('names every field that is missing', async () => {
    const view = await modal.formWithTimes();
    const { response_action, errors } = await modal.submit(view, {});
    expect(response_action).toBe('errors');
    expect(Object.keys(errors ?? {}).sort()).toEqual(['day:1', 'doctor', 'patient', 'time:1']);
    expect(world.api.callsOf('bookSession')).toEqual([]);
  });

  it('books on behalf of the secretary, and says code, time and what happens next', async () => {
    const { response_action, view } = await modal.submit(await modal.formWithTimes(), {
      ...WHOLE,
      reason: ' Knee pain ',
    });
    expect(response_action).toBe('update');
    expect(JSON.stringify(view)).toContain('Booking…');
    const booked = JSON.stringify(await modal.shown('Booked K7QP'));
    for (const part of ['Sara Ali', 'Dr Layla Haddad', '10:30', 'Waiting for the doctor'])
      expect(booked).toContain(part);
    expect(world.api.callsOf('bookSession')).toMatchObject([
      {
        subject: world.secretary,
        body: { doctorId: HADDAD.id, patientId: SARA.id, startsAt: WHOLE.startsAt, visitReason: 'Knee pain' },
      },
    ]);
  });

  it('keeps names and reasons out of what the modal carries', async () => {
    const view = await modal.formWithTimes();
    world.api.on('bookSession', () => problem(409, 'slot_taken', { conflicts: ['doctor'], alternatives: [] }));
    await modal.submit(view, { ...WHOLE, reason: 'Knee pain' });
    const { private_metadata } = await modal.shown('Choose another time');
    expect(private_metadata).toContain(SARA.id);
    expect(private_metadata).not.toMatch(/Sara|Haddad|Knee/);
  });

  it('sends one key for one submission, and ignores a choice that is delivered again', async () => {
    const view = await modal.openForm();
    const choice = modal.act(view, BOOK_VIEW.day.actionId, { ...WHOLE, startsAt: null });
    await send(world, choice);
    const form = await modal.shown(BOOK_VIEW.time.actionId);
    await modal.submit(form, WHOLE);
    await modal.shown('Booked K7QP');
    await modal.submit(form, WHOLE);
    await waitFor(() => world.api.callsOf('bookSession').length === 2);
    const [first, again] = world.api.callsOf('bookSession').map((call) => call.idempotencyKey);
    expect(again).toBe(first);
    const asked = world.api.callsOf('listSlots').length;
    expect((await send(world, choice, 1)).status).toBe(200);
    expect((await send(world, modal.act(form, BOOK_VIEW.day.actionId, WHOLE))).status).toBe(200);
    await world.settled();
    expect(world.api.callsOf('listSlots')).toHaveLength(asked);
    await modal.shown('Booked K7QP');
  });

  it.each(['forbidden', 'account_disabled'])('offers no other time to somebody who may not book: %s', async (code) => {
    world.api.on('bookSession', () => problem(403, code));
    await modal.submit(await modal.formWithTimes(), WHOLE);
    const refused = await modal.shown('Not booked');
    expect(JSON.stringify(refused.blocks)).not.toContain('button');
  });

  it('offers other times after a refusal and returns to the form as it was', async () => {
    const alternatives = [slot('2027-05-13T09:00:00.000Z', [])];
    world.api.on('bookSession', () => problem(409, 'slot_taken', { conflicts: ['doctor'], alternatives }));
    await modal.submit(await modal.formWithTimes(), { ...WHOLE, place: ROOM.id, reason: 'Knee <pain> & more' });
    const refused = await modal.shown('Choose another time');
    expect(JSON.stringify(refused.blocks)).toContain('the doctor is busy');
    await send(world, modal.act(refused, BOOK_ACTIONS.choose, {}, 'form'));
    const form = await modal.shown('time:2');
    const content = JSON.stringify(form.blocks);
    for (const part of ['Sara Ali', `"initial_date":"${DAY}"`, 'Knee <pain> & more']) expect(content).toContain(part);
    world.api.on('bookSession', () => ({ status: 201, body: apiSession() }));
    await modal.submit(form, WHOLE);
    await modal.shown('Booked K7QP');
    const [first, second] = world.api.callsOf('bookSession').map((call) => call.idempotencyKey);
    expect(second).not.toBe(first);
  });

  it('takes over an offered time, in any room where the wanted one is taken', async () => {
    const alternatives = [slot('2027-05-13T09:00:00.000Z', ['0b8e7f7e-1f0a-4c5e-9a53-6a4d6c5b4a99'])];
    world.api.on('bookSession', () => problem(409, 'slot_taken', { conflicts: ['room'], alternatives }));
    world.api.on('listSlots', ({ query }) => page([slot(`${String(query.from)}T09:00:00.000Z`)]));
    await modal.submit(await modal.formWithTimes(), { ...WHOLE, place: ROOM.id });
    const refused = await modal.shown('Thu 13 May 11:00, other room');
    await send(world, modal.act(refused, `${BOOK_ACTIONS.choose}:1`, {}, '2027-05-13T09:00:00.000Z OTHER_ROOM'));
    const form = JSON.stringify(await modal.shown('"initial_date":"2027-05-13"'));
    expect(form).toContain('"initial_option":{"text":{"type":"plain_text","text":"Thu 13 May 11:00"');
    expect(world.api.callsOf('listSlots').at(-1)?.query).not.toHaveProperty('roomId');
  });

  it('says when a booking got no answer, and sends the same one again', async () => {
    world.api.on('bookSession', () => problem(503, 'temporarily_unavailable'));
    await modal.submit(await modal.formWithTimes(), WHOLE);
    const silent = await modal.shown('did not answer');
    world.api.on('bookSession', () => ({ status: 201, body: apiSession() }));
    await send(world, modal.act(silent, BOOK_ACTIONS.retryBooking, {}, 'again'));
    await modal.shown('Booked K7QP');
    const [first, again] = world.api.callsOf('bookSession').map((call) => call.idempotencyKey);
    expect(again).toBe(first);
  });

  it('tells the result privately when the modal was closed', async () => {
    const view = { ...(await modal.formWithTimes()), id: 'V0CLOSED' };
    await modal.submit(view, WHOLE);
    const [answer] = await waitFor(async () => {
      const answers = await world.privateAnswers(key);
      return answers.length > 0 ? answers : null;
    });
    expect(answer?.text).toContain('Booked K7QP');
  });

  it('gives a doctor their own calendar only', async () => {
    world.api.on('me', () => ({ status: 200, body: { role: 'DOCTOR', doctorId: HADDAD.id } }));
    const form = JSON.stringify(await modal.openForm());
    expect(form).toContain('Dr Layla Haddad');
    expect(form).not.toContain('Okafor');
  });
});
