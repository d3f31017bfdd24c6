import { describe, test } from '@jest/globals';
import { expectRow, type Row } from './support/time-table.js';

/**
 * Europe/Berlin: UTC+1, in summer +2. 2027-03-28 01:00Z: 02:00 becomes 03:00, so 02:00–02:59 does not exist.
 * 2027-10-31 01:00Z: 03:00 becomes 02:00, so 02:00–02:59 exists twice, from 00:00Z and from 01:00Z.
 */
const berlin: Row[] = [
  {
    // Open 01:30–02:00 (00:30Z–01:00Z), at once followed by 03:00–03:30 (01:00Z–01:30Z).
    name: 'Berlin, spring: the clock jumps, the session goes on',
    ...{ timeZone: 'Europe/Berlin', date: '2027-03-28', hours: ['01:30-03:30'], step: 15, duration: 30 },
    free: ['2027-03-28T00:30', '2027-03-28T00:45', '2027-03-28T01:00'],
    // 01:15Z reads 03:15 and would end at 03:45.
    refused: { '2027-03-28T01:15': ['outside_hours'] },
  },
  {
    // 02:00–03:00 is 00:00Z–01:00Z and again 01:00Z–02:00Z: two hours without a pause.
    name: 'Berlin, autumn: an hour of work is two',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-31', hours: ['02:00-03:00'], step: 30, duration: 60 },
    free: ['2027-10-31T00:00', '2027-10-31T00:30', '2027-10-31T01:00'],
    refused: { '2027-10-31T01:30': ['outside_hours'], '2027-10-30T23:30': ['outside_hours'] },
  },
  {
    // The break 02:30–03:00 is at 00:30Z (summer time) and at 01:30Z (winter time).
    name: 'Berlin, autumn: a break inside the fold comes twice',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-31', hours: ['02:00-04:00'], breaks: ['02:30-03:00'] },
    ...{ step: 30, duration: 30 },
    free: ['2027-10-31T00:00', '2027-10-31T01:00', '2027-10-31T02:00', '2027-10-31T02:30'],
    refused: { '2027-10-31T00:30': ['break'], '2027-10-31T01:30': ['break'] },
  },
  {
    // 01:30 is 23:30Z; 02:00–02:30 is closed at 00:00Z and at 01:00Z; 02:30 is 00:30Z and 01:30Z; 03:00 is 02:00Z.
    name: 'Berlin, autumn: a closure inside the fold closes both',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-31', hours: ['01:30-03:30'], step: 30, duration: 30 },
    exceptions: [{ from: '2027-10-31', to: '2027-10-31', kind: 'CLOSED', startMinute: 120, endMinute: 150 }],
    free: ['2027-10-30T23:30', '2027-10-31T00:30', '2027-10-31T01:30', '2027-10-31T02:00'],
    refused: { '2027-10-31T00:00': ['closed'], '2027-10-31T01:00': ['closed'] },
  },
  {
    // Of 02:15–03:15 only 03:00–03:15 exists, 01:00Z–01:15Z.
    name: 'Berlin, spring: an extra opening keeps what exists of it',
    ...{ timeZone: 'Europe/Berlin', date: '2027-03-28', hours: [], step: 15, duration: 15 },
    exceptions: [{ from: '2027-03-28', to: '2027-03-28', kind: 'OPEN', startMinute: 135, endMinute: 195 }],
    free: ['2027-03-28T01:00'],
  },
  {
    // Saturday 22:00–06:00: 22, 23, 00, 01 in winter time from 21:00Z, then 03, 04, 05 in summer time: seven hours.
    name: 'Berlin, spring: a night shift is an hour short',
    ...{ timeZone: 'Europe/Berlin', date: '2027-03-27', days: 2, hours: ['22:00-06:00'], weekdays: [6] },
    ...{ step: 60, duration: 60 },
    free: [
      ...['2027-03-27T21:00', '2027-03-27T22:00', '2027-03-27T23:00', '2027-03-28T00:00'],
      ...['2027-03-28T01:00', '2027-03-28T02:00', '2027-03-28T03:00'],
    ],
    refused: { '2027-03-28T04:00': ['outside_hours'] },
  },
  {
    // 22, 23, 00, 01, 02 in summer time from 20:00Z, then 02, 03, 04, 05 in winter time from 01:00Z: nine hours.
    name: 'Berlin, autumn: a night shift is an hour long',
    ...{ timeZone: 'Europe/Berlin', date: '2027-10-30', days: 2, hours: ['22:00-06:00'], weekdays: [6] },
    ...{ step: 60, duration: 60 },
    free: [
      ...['2027-10-30T20:00', '2027-10-30T21:00', '2027-10-30T22:00', '2027-10-30T23:00', '2027-10-31T00:00'],
      ...['2027-10-31T01:00', '2027-10-31T02:00', '2027-10-31T03:00', '2027-10-31T04:00'],
    ],
    refused: { '2027-10-31T05:00': ['outside_hours'] },
  },
];

/**
 * America/New_York: UTC-5, in summer -4. 2027-03-14 07:00Z: 02:00 becomes 03:00. 2027-11-07 06:00Z: 02:00 becomes
 * 01:00, so 01:00–01:59 exists twice, from 05:00Z and from 06:00Z.
 */
const newYork: Row[] = [
  {
    // Full hours of the clock: 01:00 is 06:00Z, 03:00 is 07:00Z; 04:00 (08:00Z) would end after 04:30.
    name: 'New York, spring: the grid follows the clock',
    ...{ timeZone: 'America/New_York', date: '2027-03-14', hours: ['00:30-04:30'], step: 60, duration: 60 },
    free: ['2027-03-14T06:00', '2027-03-14T07:00'],
    refused: { '2027-03-14T05:30': ['off_step'], '2027-03-14T08:00': ['outside_hours'] },
  },
  {
    // 00:00–02:00 lasts from 04:00Z to 07:00Z.
    name: 'New York, autumn: hours that end with the fold',
    ...{ timeZone: 'America/New_York', date: '2027-11-07', hours: ['00:00-02:00'], step: 30, duration: 60 },
    free: ['2027-11-07T04:00', '2027-11-07T04:30', '2027-11-07T05:00', '2027-11-07T05:30', '2027-11-07T06:00'],
    refused: { '2027-11-07T06:30': ['outside_hours'] },
  },
];

/**
 * Africa/Cairo: UTC+2, in summer +3; the changes are at midnight. Friday 2027-04-30 begins at 01:00 (2027-04-29 22:00Z).
 * Thursday 2027-10-28 has 23:00–23:59 twice, from 20:00Z and from 21:00Z.
 */
const cairo: Row[] = [
  {
    // Thursday 23:00 is 21:00Z; at 22:00Z it is Friday 01:00, and 02:00 is 23:00Z: two hours instead of three.
    name: 'Cairo, spring: a shift over the midnight that does not exist',
    ...{ timeZone: 'Africa/Cairo', date: '2027-04-29', days: 2, hours: ['23:00-02:00'], weekdays: [4] },
    ...{ step: 30, duration: 30 },
    free: ['2027-04-29T21:00', '2027-04-29T21:30', '2027-04-29T22:00', '2027-04-29T22:30'],
    refused: { '2027-04-29T23:00': ['outside_hours'] },
  },
  {
    name: 'Cairo, spring: of that shift Friday has what comes after 01:00',
    ...{ timeZone: 'Africa/Cairo', date: '2027-04-30', hours: ['23:00-02:00'], weekdays: [4], step: 30, duration: 30 },
    free: ['2027-04-29T22:00', '2027-04-29T22:30'],
  },
  {
    // 22:00 is 19:00Z, 23:00 is 20:00Z and 21:00Z, Friday 00:00 is 22:00Z.
    name: 'Cairo, autumn: Thursday has its last hour twice',
    ...{ timeZone: 'Africa/Cairo', date: '2027-10-28', hours: ['22:00-01:00'], weekdays: [4], step: 60, duration: 60 },
    free: ['2027-10-28T19:00', '2027-10-28T20:00', '2027-10-28T21:00'],
  },
  {
    name: 'Cairo, autumn: and Friday begins after both',
    ...{ timeZone: 'Africa/Cairo', date: '2027-10-29', hours: ['22:00-01:00'], weekdays: [4], step: 60, duration: 60 },
    free: ['2027-10-28T22:00'],
    refused: { '2027-10-28T23:00': ['outside_hours'] },
  },
];

/**
 * Australia/Lord_Howe: UTC+10:30, in summer +11: half an hour. 2027-10-02 15:30Z: 02:00 becomes 02:30.
 * 2027-04-03 15:00Z: 02:00 becomes 01:30, so 01:30–01:59 exists twice, from 14:30Z and from 15:00Z.
 */
const lordHowe: Row[] = [
  {
    // 01:00 is 14:30Z, 01:45 is 15:15Z, 02:30 is 15:30Z, 03:00 is 16:00Z, 03:30 is 16:30Z.
    name: 'Lord Howe, spring: quarters of an hour',
    ...{ timeZone: 'Australia/Lord_Howe', date: '2027-10-03', hours: ['01:00-03:30'], step: 15, duration: 30 },
    free: [
      ...['2027-10-02T14:30', '2027-10-02T14:45', '2027-10-02T15:00', '2027-10-02T15:15'],
      ...['2027-10-02T15:30', '2027-10-02T15:45', '2027-10-02T16:00'],
    ],
    refused: { '2027-10-02T16:15': ['outside_hours'] },
  },
  {
    // 02:00 does not exist; what follows 01:59 is 02:30, which is no full hour; 03:00 (16:00Z) would end after 03:30.
    name: 'Lord Howe, spring: full hours',
    ...{ timeZone: 'Australia/Lord_Howe', date: '2027-10-03', hours: ['01:00-03:30'], step: 60, duration: 60 },
    free: ['2027-10-02T14:30'],
    refused: { '2027-10-02T15:30': ['off_step'], '2027-10-02T16:00': ['outside_hours'] },
  },
  {
    // 01:00, 01:20, 01:40 are 14:00Z, 14:20Z, 14:40Z; 01:40 once more is 15:10Z, 02:00 is 15:30Z, 02:30 is 16:00Z.
    name: 'Lord Howe, autumn: a step of 20 minutes meets 01:40 twice, 30 minutes apart',
    ...{ timeZone: 'Australia/Lord_Howe', date: '2027-04-04', hours: ['01:00-02:30'], step: 20, duration: 30 },
    free: ['2027-04-03T14:00', '2027-04-03T14:20', '2027-04-03T14:40', '2027-04-03T15:10', '2027-04-03T15:30'],
    // 15:00Z reads 01:30 for the second time.
    refused: { '2027-04-03T15:00': ['off_step'], '2027-04-03T15:50': ['outside_hours'] },
  },
];

describe('clock changes, by the table', () => {
  test.each([...berlin, ...newYork, ...cairo, ...lordHowe])('$name', expectRow);
});
