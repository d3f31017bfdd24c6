import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { faultSchema } from '../../../dev/faults/faults.js';
import { BOOK_ACTIONS, BOOK_VIEW } from '../../../domain/chat/book-ids.js';
import { waitFor } from '../../support/wait-for.js';
import { answerAsClinic, HADDAD, NOW, OKAFOR, page, send, slot, WHOLE } from './booking-desk.js';
import { createBookingModal, showAcknowledged, type BookingModal } from './booking-modal.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import { apiSession } from './doctor-desk.js';
import { problem } from './fake-api.js';

const UNTIMED = { ...WHOLE, startsAt: null };
const CLOSING_MS = 30_000;
const neverAnswers = () => new Promise<never>(() => undefined);

describe('the booking form in trouble', () => {
  let world: BotsWorld;
  let key: string;
  let modal: BookingModal;
  let counter = 0;
  beforeAll(async () => {
    world = await openBotsWorld({ now: () => NOW });
    modal = createBookingModal(world);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.faults.clear();
    await world.settled();
    key = `trouble-${++counter}`;
    modal.useKey(key);
    world.api.calls.length = 0;
    answerAsClinic(world);
    world.api.on('bookSession', () => ({ status: 201, body: apiSession() }));
  });

  const break_ = (kind: string, path: string, more: object = {}) =>
    world.faults.add(faultSchema.parse({ service: 'slack', kind, path, ...more }));
  const broken = (kind: string) => world.faults.requests('slack').filter(({ fault }) => fault === kind).length;
  const told = (part: string) =>
    waitFor(async () => (await world.privateAnswers(key)).find(({ text }) => text.includes(part)), {
      describe: `a private answer with ${part}`,
    });

  it('shows the result although Slack takes an earlier drawing after it', async () => {
    const view = await modal.openForm();
    world.api.on('listSlots', async () => {
      await pause(1_000);
      return page([slot('2027-05-12T08:30:00.000Z')]);
    });
    const before = broken('latency');
    break_('latency', 'views.update', { delayMs: 7_000 });
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, UNTIMED));
    await modal.shown('Wed 12 May 10:30');
    await waitFor(() => broken('latency') > before);
    expect(JSON.stringify(await modal.now())).toContain('Wed 12 May 10:30');
  }, 20_000);

  it('fills the form although the answer to opening it was lost', async () => {
    break_('accept_then_drop', 'views.open');
    await modal.open();
    await modal.shown('Dr Layla Haddad');
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  it('says that the form did not open when Slack has none', async () => {
    break_('drop', 'views.open');
    await modal.open();
    await told('could not be opened');
  });

  it.each([
    ['the free times', 0],
    ['“Looking…”', 1_000],
  ])('shows the free times although the answer to drawing %s was lost', async (_, searchMs) => {
    const view = await modal.openForm();
    await world.settled();
    world.api.on('listSlots', async () => {
      await pause(searchMs);
      return page([slot('2027-05-12T08:30:00.000Z')]);
    });
    break_('accept_then_drop', 'views.update');
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, UNTIMED));
    await modal.shown('Wed 12 May 10:30');
    await world.settled();
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  it('tells privately what cannot be drawn', async () => {
    const view = await modal.formWithTimes();
    break_('error', 'views.update', { times: null });
    await modal.submit(view, WHOLE);
    await told('Booked K7QP');
  });

  it('tells privately that the form cannot be drawn, at once where Slack asks for a long wait', async () => {
    const view = await modal.openForm();
    await world.settled();
    break_('rate_limit', 'views.update', { times: null, retryAfterSeconds: 60 });
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, UNTIMED));
    await told('could not be shown');
  });

  it('says nothing about a form that was closed', async () => {
    const view = { ...(await modal.openForm()), id: 'V0CLOSED' };
    await send(world, modal.act(view, BOOK_VIEW.day.actionId, UNTIMED));
    await world.settled();
    expect(world.api.callsOf('listSlots')).toHaveLength(1);
    expect(await world.privateAnswers(key)).toEqual([]);
  });

  describe('with two bots processes', () => {
    let other: Awaited<ReturnType<BotsWorld['another']>>;
    beforeEach(async () => {
      other = await world.another();
    });

    it(
      'books when the process that was booking has gone',
      async () => {
        const form = await modal.formWithTimes();
        world.api.on('bookSession', neverAnswers);
        const acknowledged = await modal.submit(form, { ...WHOLE, reason: 'Knee pain' }, other);
        await showAcknowledged(world, form.id, acknowledged);
        const waiting = await modal.shown('Booking…');
        await waitFor(() => world.api.callsOf('bookSession').length === 1);
        const startedAt = performance.now();
        await other.stop();
        expect(performance.now() - startedAt).toBeLessThan(10_000);
        await modal.shown('did not answer');
        world.api.on('bookSession', () => ({ status: 201, body: apiSession() }));
        // The button that "Booking…" itself has, for a process that could not even say that.
        await send(world, modal.act(waiting, BOOK_ACTIONS.retryBooking, {}, 'again'));
        await modal.shown('Booked K7QP');
        const [first, again] = world.api.callsOf('bookSession');
        expect([again?.idempotencyKey, again?.body]).toEqual([first?.idempotencyKey, first?.body]);
      },
      CLOSING_MS,
    );

    it(
      'loads the form when the process that was loading has gone',
      async () => {
        world.api.on('getPolicy', neverAnswers);
        await modal.open(other);
        const loading = await modal.shown('One moment');
        answerAsClinic(world);
        await send(world, modal.act(loading, BOOK_ACTIONS.retryForm, {}, 'again'));
        await modal.shown('Dr Layla Haddad');
        await world.settled();
        await modal.shown('Dr Layla Haddad');
      },
      CLOSING_MS,
    );

    it('does not draw the form over a booking that the other one has', async () => {
      const form = await modal.formWithTimes();
      world.api.on('listSlots', async () => {
        await pause(500);
        return page([slot('2027-05-12T14:00:00.000Z')]);
      });
      await send(other, modal.act(form, BOOK_VIEW.doctor.actionId, UNTIMED));
      await showAcknowledged(world, form.id, await modal.submit(form, WHOLE));
      await modal.shown('Booked K7QP');
      await world.settled();
      await modal.shown('Booked K7QP');
    });

    it('draws for a choice made on what the other one drew', async () => {
      const form = await modal.openForm();
      await send(world, modal.act(form, BOOK_VIEW.day.actionId, UNTIMED));
      const first = await modal.shown('Wed 12 May 10:30');
      world.api.on('listSlots', () => page([slot('2027-05-12T14:00:00.000Z')]));
      await send(other, modal.act(first, BOOK_VIEW.doctor.actionId, { ...UNTIMED, doctor: OKAFOR }));
      const second = await modal.shown('Wed 12 May 16:00');
      world.api.on('listSlots', () => page([slot('2027-05-12T12:00:00.000Z')]));
      await send(world, modal.act(second, BOOK_VIEW.doctor.actionId, { ...UNTIMED, doctor: HADDAD }));
      await modal.shown('Wed 12 May 14:00');
    });

    it('books one attempt once, and says so to whoever sends it again with other details', async () => {
      const form = await modal.formWithTimes();
      await modal.submit(form, WHOLE);
      await modal.shown('Booked K7QP');
      world.api.on('bookSession', () => problem(409, 'idempotency_conflict'));
      await modal.submit(form, { ...WHOLE, startsAt: '2027-05-12T09:00:00.000Z' }, other);
      await modal.shown('sent before with other details');
      const [first, again] = world.api.callsOf('bookSession').map((call) => call.idempotencyKey);
      expect(again).toBe(first);
    });
  });
});
