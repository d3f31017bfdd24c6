import { describe, expect, test } from '@jest/globals';
import { shortInstant } from '../../../domain/time/spoken.js';
import { expectRow, type Row } from './support/time-table.js';

const LEAP_YEAR = '2028-01-01T00:00';

/** Zones whose clocks never change. */
const steady: Row[] = [
  {
    // UTC+5:45, on the day on which Europe changes.
    name: 'Kathmandu',
    ...{ timeZone: 'Asia/Kathmandu', date: '2027-03-28', hours: ['09:00-10:00'], step: 30, duration: 30 },
    free: ['2027-03-28T03:15', '2027-03-28T03:45'],
  },
  {
    // UTC-7, on the day on which the rest of the country changes.
    name: 'Phoenix',
    ...{ timeZone: 'America/Phoenix', date: '2027-03-14', hours: ['02:00-03:00'], step: 30, duration: 30 },
    free: ['2027-03-14T09:00', '2027-03-14T09:30'],
  },
  {
    // UTC+14: its day begins at 10:00Z of the day before.
    name: 'Kiritimati',
    ...{ timeZone: 'Pacific/Kiritimati', date: '2027-05-14', hours: ['00:00-01:00'], step: 30, duration: 30 },
    free: ['2027-05-13T10:00', '2027-05-13T10:30'],
  },
  {
    // UTC-11: its day ends at 11:00Z of the day after.
    name: 'Pago Pago',
    ...{ timeZone: 'Pacific/Pago_Pago', date: '2027-05-14', hours: ['23:00-24:00'], step: 30, duration: 30 },
    free: ['2027-05-15T10:00', '2027-05-15T10:30'],
  },
];

const midnight: Row[] = [
  {
    // Friday 22:00–02:00 in Berlin, summer time (+2): from 20:00Z; the break 23:30–00:30 is 21:30Z–22:30Z.
    name: 'a shift over midnight with a break over midnight',
    ...{ timeZone: 'Europe/Berlin', date: '2027-05-14', days: 2, hours: ['22:00-02:00'], weekdays: [5] },
    ...{ breaks: ['23:30-00:30'], step: 30, duration: 30 },
    free: [
      ...['2027-05-14T20:00', '2027-05-14T20:30', '2027-05-14T21:00'],
      ...['2027-05-14T22:30', '2027-05-14T23:00', '2027-05-14T23:30'],
    ],
    refused: { '2027-05-14T21:30': ['break'], '2027-05-14T22:00': ['break'], '2027-05-15T00:00': ['outside_hours'] },
  },
  {
    // The session that begins at 23:30 (21:30Z) ends on the day that is closed.
    name: 'a closed day ends the shift of the evening before at midnight',
    ...{ timeZone: 'Europe/Berlin', date: '2027-05-14', days: 2, hours: ['22:00-02:00'], weekdays: [5] },
    exceptions: [{ from: '2027-05-15', to: '2027-05-15', kind: 'CLOSED', startMinute: null, endMinute: null }],
    ...{ step: 30, duration: 60 },
    free: ['2027-05-14T20:00', '2027-05-14T20:30', '2027-05-14T21:00'],
    refused: { '2027-05-14T21:30': ['closed'], '2027-05-14T22:00': ['closed'] },
  },
  {
    // Sunday 28 February 23:00–01:00 in winter time (+1); the next day is 1 March.
    name: 'the end of February in a common year',
    ...{ timeZone: 'Europe/Berlin', date: '2027-02-28', days: 2, hours: ['23:00-01:00'], weekdays: [7] },
    ...{ step: 60, duration: 60 },
    free: ['2027-02-28T22:00', '2027-02-28T23:00'],
  },
];

/** 2028-02-29 is a Tuesday. */
const leapDay: Row[] = [
  {
    name: 'the hours of its weekday',
    ...{ timeZone: 'Europe/Berlin', date: '2028-02-28', days: 3, hours: ['09:00-10:00'], weekdays: [2] },
    ...{ step: 30, duration: 30, now: LEAP_YEAR },
    free: ['2028-02-29T08:00', '2028-02-29T08:30'],
    refused: { '2028-02-28T08:00': ['outside_hours'], '2028-03-01T08:00': ['outside_hours'] },
  },
  {
    // 22:00 in New York (-5) is 03:00Z of 1 March.
    name: 'a shift from it into March',
    ...{ timeZone: 'America/New_York', date: '2028-02-29', days: 2, hours: ['22:00-02:00'], weekdays: [2] },
    ...{ step: 60, duration: 60, now: LEAP_YEAR },
    free: ['2028-03-01T03:00', '2028-03-01T04:00', '2028-03-01T05:00', '2028-03-01T06:00'],
  },
  {
    name: 'a closure of this one day',
    ...{ timeZone: 'Europe/Berlin', date: '2028-02-28', days: 3, hours: ['09:00-10:00'] },
    exceptions: [{ from: '2028-02-29', to: '2028-02-29', kind: 'CLOSED', startMinute: null, endMinute: null }],
    ...{ step: 60, duration: 60, now: LEAP_YEAR },
    free: ['2028-02-28T08:00', '2028-03-01T08:00'],
    refused: { '2028-02-29T08:00': ['closed'] },
  },
];

const limits: Row[] = [
  {
    // A day after Saturday 10:00 winter time (09:00Z) is Sunday 09:00Z, which reads 11:00, not 10:00.
    name: 'a lead time of 24 hours over the spring change',
    ...{ timeZone: 'Europe/Berlin', date: '2027-03-28', hours: ['10:00-12:00'], step: 30, duration: 30 },
    ...{ now: '2027-03-27T09:00', policy: { minimumLeadMinutes: 1_440 } },
    free: ['2027-03-28T09:00', '2027-03-28T09:30'],
    refused: { '2027-03-28T08:00': ['lead_time'], '2027-03-28T08:30': ['lead_time'] },
  },
  {
    // A day after Saturday 10:00 summer time (08:00Z) is Sunday 08:00Z, which reads 09:00.
    name: 'a lead time of 24 hours over the autumn change',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-31', hours: ['08:30-10:00'], step: 30, duration: 30 },
    ...{ now: '2027-10-30T08:00', policy: { minimumLeadMinutes: 1_440 } },
    free: ['2027-10-31T08:00', '2027-10-31T08:30'],
    refused: { '2027-10-31T07:30': ['lead_time'] },
  },
  {
    name: 'a millisecond later the first of them is too soon',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-31', hours: ['08:30-10:00'], step: 30, duration: 30 },
    ...{ now: '2027-10-30T08:00:00.001', policy: { minimumLeadMinutes: 1_440 } },
    free: ['2027-10-31T08:30'],
    refused: { '2027-10-31T08:00': ['lead_time'] },
  },
  {
    // Two hours after 00:30Z (02:30 summer time) is 02:30Z, 03:30 winter time: the clock shows one hour more.
    name: 'a lead time inside the fold',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-31', hours: ['02:00-04:00'], step: 30, duration: 30 },
    ...{ now: '2027-10-31T00:30', policy: { minimumLeadMinutes: 120 } },
    free: ['2027-10-31T02:30'],
    refused: { '2027-10-31T02:00': ['lead_time'] },
  },
  {
    // 2027-10-01 14:00Z is 2 October 00:30 on Lord Howe, so the last day is the 3rd, although UTC still has the 1st.
    // 09:00 on the 3rd (+11) is 22:00Z of the 2nd.
    name: 'the horizon counts days of the doctor’s calendar',
    ...{ timeZone: 'Australia/Lord_Howe', date: '2027-10-03', days: 2, hours: ['09:00-10:00'], step: 60, duration: 60 },
    ...{ now: '2027-10-01T14:00', policy: { maximumHorizonDays: 1 } },
    free: ['2027-10-02T22:00'],
    refused: { '2027-10-03T22:00': ['horizon'] },
  },
];

describe('calendars, by the table', () => {
  describe('zones without changes', () => test.each(steady)('$name', expectRow));
  describe('midnight', () => test.each(midnight)('$name', expectRow));
  describe('leap day', () => test.each(leapDay)('$name', expectRow));
  describe('lead time and horizon', () => test.each(limits)('$name', expectRow));
});

/** What the one who looks at the list sees: their own clock, the doctor's days. */
describe('a doctor in another zone than the viewer', () => {
  const evening: Row = {
    // New York in summer (-4): Friday 20:00 is Saturday 00:00Z.
    name: 'the doctor’s Friday evening',
    ...{ timeZone: 'America/New_York', date: '2027-05-14', hours: ['20:00-22:00'], weekdays: [5] },
    ...{ step: 60, duration: 60, policy: { timeZone: 'Europe/Berlin' } },
    free: ['2027-05-15T00:00', '2027-05-15T01:00'],
  };
  const weeksBetween: Row = {
    // From 14 to 28 March New York has summer time (-4) and Berlin has not (+1): five hours apart, not six.
    name: 'the weeks between two changes',
    ...{ timeZone: 'America/New_York', date: '2027-03-15', hours: ['09:00-10:00'], step: 30, duration: 30 },
    free: ['2027-03-15T13:00', '2027-03-15T13:30'],
  };

  test.each([evening, weeksBetween])('$name is listed for the doctor’s day', expectRow);

  test('the doctor’s Saturday does not have it, although it is Saturday for the viewer', () => {
    expectRow({ ...evening, date: '2027-05-15', free: [] });
  });

  test.each([
    [evening, 'Europe/Berlin', 'Sat 15 May 02:00 CEST', 'Sat 15 May 03:00 CEST'],
    [evening, 'America/New_York', 'Fri 14 May 20:00 EDT', 'Fri 14 May 21:00 EDT'],
    [weeksBetween, 'Europe/Berlin', 'Mon 15 Mar 14:00 CET', 'Mon 15 Mar 14:30 CET'],
  ])('shown in $1', ({ free }, timeZone, ...shown) => {
    expect(free.map((start) => shortInstant(`${start}:00Z`, { timeZone }))).toEqual(shown);
  });
});
