import { describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/web-api';
import fc from 'fast-check';
import { choice } from '../../../domain/chat/blocks.js';
import { doctorChoices, patientChoices, placeChoices, readDoctorValue } from '../../../domain/chat/book-fields.js';
import { bookFormModal, withDay, withTimes, type BookForm } from '../../../domain/chat/book-form.js';
import { BOOK_VIEW } from '../../../domain/chat/book-ids.js';
import { decodeBookMemo, encodeBookMemo, freshMemo } from '../../../domain/chat/book-memo.js';
import {
  bookedModal,
  bookingModal,
  bookLoadingModal,
  formFailedModal,
  readAlternative,
  refusedModal,
  unansweredModal,
} from '../../../domain/chat/book-result.js';
import { readBookForm, readKeptReason, type SentView } from '../../../domain/chat/book-state.js';
import { bookingOf, formFaults } from '../../../domain/chat/book-submission.js';
import { impossibleDay, timesOfDay, type BookTimes } from '../../../domain/chat/book-times.js';
import { limitFaults } from '../../../domain/chat/limits.js';
import { expectGolden } from './golden.js';

const BERLIN = 'Europe/Berlin';
const NOW_MS = Date.parse('2027-05-10T06:00:00.000Z');
const clinic = { timeZone: BERLIN, horizonDays: 60 };
const memo = { ...freshMemo({ responseUrl: 'https://hooks.slack.com/x', onHome: false }), clinic };
const starts = ['2027-05-12T08:30:00.000Z', '2027-05-12T09:00:00.000Z'];
const FREE: BookTimes = { kind: 'FREE', startsAt: starts, cut: false };

const EMPTY: BookForm = {
  memo,
  doctors: doctorChoices([{ id: 'd1', fullName: 'Dr Layla Haddad', timeZone: BERLIN }], BERLIN),
  places: placeChoices([{ id: 'r1', name: 'Room 2', active: true }]),
  patient: null,
  visitReason: null,
  wish: { doctorId: null, patientId: null, day: null, place: 'ANY', startsAt: null },
};
const FILLED: BookForm = {
  ...EMPTY,
  patient: choice('Sara Ali', 'p1'),
  visitReason: 'Knee pain',
  wish: { doctorId: 'd1', patientId: 'p1', day: '2027-05-12', place: 'r1', startsAt: starts[0] ?? '' },
};

/** What Slack sends back when nothing is touched: each field's initial value as its state. */
function untouched(form: BookForm, times: BookTimes): SentView {
  const view = bookFormModal(form, times);
  const values = view.blocks.flatMap((block) => {
    if (block.type !== 'input') return [];
    const { element } = block;
    const state = {
      ...('initial_option' in element && { selected_option: element.initial_option ?? null }),
      ...('initial_date' in element && { selected_date: element.initial_date ?? null }),
      ...('initial_value' in element && { value: element.initial_value ?? null }),
    };
    return [[block.block_id ?? '', { [element.action_id]: state }] as const];
  });
  return {
    private_metadata: view.private_metadata,
    blocks: view.blocks,
    state: { values: Object.fromEntries(values) },
  };
}

describe('the booking form', () => {
  it.each<[string, BookForm, BookTimes]>([
    ['empty', EMPTY, { kind: 'UNASKED' }],
    ['filled', FILLED, FREE],
    ['full-day', FILLED, { kind: 'NONE', nextDay: '2027-05-14' }],
    ['looking', FILLED, { kind: 'LOOKING' }],
    ['outage', FILLED, { kind: 'UNKNOWN', words: 'The clinic’s system did not answer in time.' }],
  ])('%s is as agreed', async (name, form, times) => {
    const modal: ModalView = bookFormModal(form, times);
    expect(limitFaults(modal)).toEqual([]);
    await expectGolden(`book-form-${name}`, modal);
  });

  it('is read back as it was drawn', () => {
    expect(readBookForm(untouched(FILLED, FREE))).toEqual(FILLED);
    expect(readBookForm(untouched(EMPTY, { kind: 'UNASKED' }))).toMatchObject({ ...EMPTY, memo: { clinic } });
  });

  it('keeps a chosen time over a view that has no field for it, and sends it only when it is shown', () => {
    const sent = untouched(FILLED, { kind: 'UNKNOWN', words: 'x' });
    const form = readBookForm(sent);
    expect(form?.wish.startsAt).toBe(starts[0]);
    expect(form && Object.keys(formFaults(sent, form, NOW_MS))).toEqual(['day:1']);
  });

  it('is none of ours without its lists or its memo', () => {
    expect(readBookForm({})).toBeNull();
    expect(readBookForm({ ...untouched(FILLED, FREE), private_metadata: '{}' })).toBeNull();
    expect(readBookForm({ ...untouched(FILLED, FREE), blocks: [] })).toBeNull();
  });

  it('lets go of a time that is not free, under another block id', () => {
    const other: BookTimes = { kind: 'FREE', startsAt: [starts[1] ?? ''], cut: false };
    expect(withTimes(FILLED, FREE)).toBe(FILLED);
    expect(withTimes(FILLED, other)).toMatchObject({ wish: { startsAt: null }, memo: { timeGeneration: 2 } });
    expect(withDay(FILLED, '2027-05-14')).toMatchObject({ wish: { day: '2027-05-14' }, memo: { dayGeneration: 2 } });
  });

  it('has no faults when it is whole', () => {
    expect(formFaults(untouched(FILLED, FREE), FILLED, NOW_MS)).toEqual({});
    expect(bookingOf(FILLED.wish, 'Knee pain')).toEqual({
      doctorId: 'd1',
      patientId: 'p1',
      roomId: 'r1',
      startsAt: starts[0],
      visitReason: 'Knee pain',
    });
    expect(bookingOf({ ...FILLED.wish, place: 'TELEHEALTH' }, null)).toMatchObject({ telehealth: true });
    expect(bookingOf({ ...FILLED.wish, place: 'ANY' }, null)).not.toHaveProperty('roomId');
    expect(bookingOf({ ...FILLED.wish, patientId: null }, null)).toBeNull();
  });
});

describe('free times', () => {
  it('carry the zone where the clock shows a time twice', () => {
    const twice = ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z', '2027-10-31T02:30:00.000Z'];
    const form = { ...FILLED, wish: { ...FILLED.wish, day: '2027-10-31' } };
    const view = JSON.stringify(bookFormModal(form, timesOfDay(twice, '2027-10-31', BERLIN)));
    for (const part of ['Sun 31 Oct 02:30 CEST', 'Sun 31 Oct 02:30 CET', 'Sun 31 Oct 03:30"'])
      expect(view).toContain(part);
  });

  it('are those of the clinic’s day', () => {
    const before = '2027-05-11T20:00:00.000Z';
    expect(timesOfDay([before, ...starts], '2027-05-12', BERLIN)).toEqual(FREE);
    expect(timesOfDay([before, '2027-05-13T22:30:00.000Z'], '2027-05-12', BERLIN)).toEqual({
      kind: 'NONE',
      nextDay: '2027-05-14',
    });
    expect(timesOfDay([], '2027-05-12', BERLIN)).toEqual({ kind: 'NONE', nextDay: null });
  });

  it('are cut where Slack holds no more, and say so', () => {
    const many = Array.from({ length: 150 }, (_, at) => new Date(NOW_MS + at * 300_000).toISOString());
    const times = timesOfDay(many, '2027-05-10', BERLIN);
    const view = bookFormModal({ ...FILLED, wish: { ...FILLED.wish, day: '2027-05-10' } }, times);
    expect(limitFaults(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain('Only the first 100 times');
  });

  it.each([
    ['2027-05-09', 'PAST'],
    ['2027-05-10', undefined],
    ['2027-07-09', undefined],
    ['2027-07-10', 'TOO_FAR'],
  ])('on %s: %s', (day, kind) => {
    expect(impossibleDay(day, clinic, NOW_MS)?.kind).toBe(kind);
  });
});

describe('what the form offers', () => {
  it('tells namesakes apart', () => {
    const found = ['0101', '0102'].map((end) => ({ id: end, fullName: 'Sara Ali', phone: `+1555010${end}` }));
    const [first, second] = patientChoices([...found]).map(({ text }) => text.text);
    expect([first, second]).toEqual(['Sara Ali (…0101)', 'Sara Ali (…0102)']);
    expect(patientChoices([{ id: '1', fullName: 'Omar Ali', phone: null }])[0]?.text.text).toBe('Omar Ali');
  });

  it('knows a doctor’s zone where it is not the clinic’s', () => {
    const values = doctorChoices(
      [
        { id: 'd1', fullName: 'A', timeZone: BERLIN },
        { id: 'd2', fullName: 'B', timeZone: 'Europe/London' },
      ],
      BERLIN,
    ).map(({ value }) => readDoctorValue(value));
    expect(values).toEqual([
      { id: 'd1', timeZone: null },
      { id: 'd2', timeZone: 'Europe/London' },
    ]);
  });

  it('stays within Slack’s limits for a large house, and says that lists are cut', () => {
    const many = Array.from({ length: 130 }, (_, at) => ({
      id: `id-${at}`,
      name: 'x'.repeat(200),
      fullName: 'y'.repeat(200),
      timeZone: BERLIN,
      active: true,
    }));
    const view = bookFormModal({ ...EMPTY, doctors: doctorChoices(many, BERLIN), places: placeChoices(many) }, FREE);
    expect(limitFaults(view)).toEqual([]);
    expect(JSON.stringify(view)).toContain('This list holds 100 doctors at most');
  });
});

describe('what becomes of a booking', () => {
  const unfinished = {
    memo: { ...memo, wish: FILLED.wish },
    words: 'That time is already taken.',
    visitReason: 'Knee <pain>',
  };
  const booked = {
    code: 'K7QP',
    startsAt: starts[0] ?? '',
    endsAt: starts[1] ?? '',
    timeZone: BERLIN,
    telehealth: false,
    place: 'Room 2',
    doctorName: 'Dr Layla Haddad',
    patientName: 'Sara Ali',
  };
  const alternatives = starts.map((startsAt, at) => ({ startsAt, otherRoom: at === 1 }));
  const VIEWS = {
    loading: bookLoadingModal({ memo, visitReason: null }),
    booking: bookingModal(unfinished),
    booked: bookedModal(booked),
    refused: refusedModal({ ...unfinished, alternatives, timeZone: BERLIN, mayChoose: true }),
    barred: refusedModal({ ...unfinished, alternatives, timeZone: BERLIN, mayChoose: false }),
    unanswered: unansweredModal(unfinished),
    failed: formFailedModal({ ...unfinished, retry: true }),
    hopeless: formFailedModal({ ...unfinished, retry: false, visitReason: null }),
  };

  it.each(Object.entries(VIEWS))('%s is as agreed', async (name, view) => {
    const modal: ModalView = view;
    expect(limitFaults(modal)).toEqual([]);
    await expectGolden(`book-${name}`, modal);
  });

  it('keeps the visit reason where it can be read back', () => {
    for (const view of [VIEWS.refused, VIEWS.booking]) expect(readKeptReason(view)).toBe('Knee <pain>');
    expect(readKeptReason(VIEWS.hopeless)).toBeNull();
  });

  it('offers times that can be read back', () => {
    expect(readAlternative(`${starts[0]} OTHER_ROOM`)).toEqual({ startsAt: starts[0], otherRoom: true });
    expect(readAlternative(starts[0])).toEqual({ startsAt: starts[0], otherRoom: false });
    expect(readAlternative('form')).toBeNull();
  });
});

describe('what the modal carries', () => {
  it('is read back', () => {
    const whole = { ...memo, wish: FILLED.wish };
    expect(decodeBookMemo(encodeBookMemo(whole))).toEqual(whole);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void decodeBookMemo(text)));
  });

  it('reads any view without throwing', () => {
    const anything = fc.record({ private_metadata: fc.constant(encodeBookMemo(memo)), blocks: fc.jsonValue() });
    fc.assert(fc.property(anything, (view) => void readBookForm(view)));
    expect(BOOK_VIEW.callbackId).toBe('session_book');
  });
});
