import { describe, expect, test } from '@jest/globals';
import { listSlots } from '../../../../domain/availability/index.js';
import { clinic } from '../support/scheduling.js';

interface Row {
  name: string;
  timeZone: string;
  date: string;
  hours: string;
  step: number;
  duration: number;
  /** Starts in UTC, worked out by hand from the zones' published rules. */
  expected: string[];
}

const NOW = Date.parse('2027-01-01T00:00:00Z');

const rows: Row[] = [
  {
    name: 'Berlin, spring: 02:00–03:00 does not exist',
    timeZone: 'Europe/Berlin',
    date: '2027-03-28',
    hours: '01:00-04:00',
    step: 30,
    duration: 30,
    expected: ['2027-03-28T00:00', '2027-03-28T00:30', '2027-03-28T01:00', '2027-03-28T01:30'],
  },
  {
    name: 'Berlin, spring: an hour may begin before the gap and end after it',
    timeZone: 'Europe/Berlin',
    date: '2027-03-28',
    hours: '01:00-04:00',
    step: 30,
    duration: 60,
    expected: ['2027-03-28T00:00', '2027-03-28T00:30', '2027-03-28T01:00'],
  },
  {
    name: 'Berlin, autumn: 02:00–03:00 exists twice',
    timeZone: 'Europe/Berlin',
    date: '2027-10-31',
    hours: '01:00-04:00',
    step: 30,
    duration: 30,
    expected: [
      '2027-10-30T23:00',
      '2027-10-30T23:30',
      '2027-10-31T00:00',
      '2027-10-31T00:30',
      '2027-10-31T01:00',
      '2027-10-31T01:30',
      '2027-10-31T02:00',
      '2027-10-31T02:30',
    ],
  },
  {
    name: 'Berlin, autumn: hours that end inside the fold are open while the clock reads less',
    timeZone: 'Europe/Berlin',
    date: '2027-10-31',
    hours: '01:00-02:30',
    step: 30,
    duration: 30,
    expected: ['2027-10-30T23:00', '2027-10-30T23:30', '2027-10-31T00:00', '2027-10-31T01:00'],
  },
  {
    name: 'Berlin, spring: a shift that lies in the gap is none',
    timeZone: 'Europe/Berlin',
    date: '2027-03-28',
    hours: '02:00-03:00',
    step: 15,
    duration: 15,
    expected: [],
  },
  {
    name: 'New York, spring',
    timeZone: 'America/New_York',
    date: '2027-03-14',
    hours: '01:00-04:00',
    step: 60,
    duration: 60,
    expected: ['2027-03-14T06:00', '2027-03-14T07:00'],
  },
  {
    name: 'New York, autumn',
    timeZone: 'America/New_York',
    date: '2027-11-07',
    hours: '01:00-04:00',
    step: 60,
    duration: 60,
    expected: ['2027-11-07T05:00', '2027-11-07T06:00', '2027-11-07T07:00', '2027-11-07T08:00'],
  },
  {
    name: 'Cairo, spring: the day begins at 01:00',
    timeZone: 'Africa/Cairo',
    date: '2027-04-30',
    hours: '00:00-03:00',
    step: 30,
    duration: 30,
    expected: ['2027-04-29T22:00', '2027-04-29T22:30', '2027-04-29T23:00', '2027-04-29T23:30'],
  },
  {
    name: 'Cairo, autumn: 23:00–24:00 exists twice',
    timeZone: 'Africa/Cairo',
    date: '2027-10-28',
    hours: '22:00-24:00',
    step: 30,
    duration: 30,
    expected: [
      '2027-10-28T19:00',
      '2027-10-28T19:30',
      '2027-10-28T20:00',
      '2027-10-28T20:30',
      '2027-10-28T21:00',
      '2027-10-28T21:30',
    ],
  },
  {
    name: 'Lord Howe, spring: half an hour is missing',
    timeZone: 'Australia/Lord_Howe',
    date: '2027-10-03',
    hours: '01:00-04:00',
    step: 30,
    duration: 30,
    expected: ['2027-10-02T14:30', '2027-10-02T15:00', '2027-10-02T15:30', '2027-10-02T16:00', '2027-10-02T16:30'],
  },
  {
    name: 'Lord Howe, spring: full hours stay full hours on the clock',
    timeZone: 'Australia/Lord_Howe',
    date: '2027-10-03',
    hours: '01:00-04:00',
    step: 60,
    duration: 30,
    expected: ['2027-10-02T14:30', '2027-10-02T16:00'],
  },
  {
    name: 'Lord Howe, autumn: half an hour comes twice',
    timeZone: 'Australia/Lord_Howe',
    date: '2027-04-04',
    hours: '01:00-03:00',
    step: 30,
    duration: 30,
    expected: ['2027-04-03T14:00', '2027-04-03T14:30', '2027-04-03T15:00', '2027-04-03T15:30', '2027-04-03T16:00'],
  },
  {
    name: 'Lord Howe, autumn: full hours',
    timeZone: 'Australia/Lord_Howe',
    date: '2027-04-04',
    hours: '01:00-03:00',
    step: 60,
    duration: 60,
    expected: ['2027-04-03T14:00', '2027-04-03T15:30'],
  },
  {
    name: 'Kolkata: no changes, half an hour off',
    timeZone: 'Asia/Kolkata',
    date: '2027-03-28',
    hours: '09:00-10:00',
    step: 30,
    duration: 30,
    expected: ['2027-03-28T03:30', '2027-03-28T04:00'],
  },
  {
    name: 'a shift over midnight belongs to two days: the first',
    timeZone: 'Europe/Berlin',
    date: '2027-05-14',
    hours: '22:00-02:00',
    step: 60,
    duration: 60,
    expected: ['2027-05-13T22:00', '2027-05-13T23:00', '2027-05-14T20:00', '2027-05-14T21:00'],
  },
  {
    name: 'hours to 24:00',
    timeZone: 'Europe/Berlin',
    date: '2027-05-14',
    hours: '23:00-24:00',
    step: 30,
    duration: 30,
    expected: ['2027-05-14T21:00', '2027-05-14T21:30'],
  },
  {
    name: 'a leap day',
    timeZone: 'Europe/Berlin',
    date: '2028-02-29',
    hours: '09:00-10:00',
    step: 30,
    duration: 30,
    expected: ['2028-02-29T08:00', '2028-02-29T08:30'],
  },
  {
    name: 'a step that does not divide the day begins anew at midnight',
    timeZone: 'Europe/Berlin',
    date: '2027-05-14',
    hours: '00:00-03:00',
    step: 50,
    duration: 30,
    expected: ['2027-05-13T22:00', '2027-05-13T22:50', '2027-05-13T23:40', '2027-05-14T00:30'],
  },
];

describe('clocks and calendars', () => {
  test.each(rows)('$name', ({ timeZone, date, hours, step, duration, expected }) => {
    const now = date.startsWith('2028') ? Date.parse('2028-01-01T00:00:00Z') : NOW;
    const slots = listSlots(clinic({ timeZone, hours: [hours], policy: { slotStepMinutes: step } }), {
      from: date,
      to: nextDate(date),
      durationMinutes: duration,
      roomId: null,
      patientId: null,
      telehealth: false,
      nowMs: now,
    });
    expect(slots.map(({ startsAt }) => startsAt)).toEqual(expected.map((start) => `${start}:00.000Z`));
  });

  test('the grid begins anew at midnight inside a shift', () => {
    const slots = listSlots(clinic({ hours: ['23:00-01:00'], weekdays: [5], policy: { slotStepMinutes: 50 } }), {
      from: '2027-05-14',
      to: '2027-05-16',
      durationMinutes: 10,
      roomId: null,
      patientId: null,
      telehealth: false,
      nowMs: NOW,
    });
    // 23:20, 00:00 and 00:50 in Berlin.
    expect(slots.map(({ startsAt }) => startsAt)).toEqual([
      '2027-05-14T21:20:00.000Z',
      '2027-05-14T22:00:00.000Z',
      '2027-05-14T22:50:00.000Z',
    ]);
  });
});

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
