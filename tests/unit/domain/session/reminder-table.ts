/**
 * Reminders 48 hours and 3 hours before, quiet from 21:00 to 08:00: worked out by hand from calendars and offsets, in local
 * time and as instants. Berlin's clocks change on 28 March and 31 October 2027, New York's on 14 March and 7 November.
 */
export interface ReminderCase {
  zone: string;
  /** As the clinic's clocks show it. */
  start: string;
  startsAt: string;
  /** 48 hours before, then 3 hours before. */
  reminders: [string, string];
  why: string;
}

export const REMINDER_TABLE: ReminderCase[] = [
  {
    zone: 'Europe/Berlin',
    start: 'Wed 12 May 10:30 CEST',
    startsAt: '2027-05-12T08:30:00.000Z',
    reminders: ['2027-05-10T08:30:00.000Z', '2027-05-11T18:30:00.000Z'],
    why: '07:30 is quiet: 20:30 the evening before',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Wed 12 May 11:00 CEST',
    startsAt: '2027-05-12T09:00:00.000Z',
    reminders: ['2027-05-10T09:00:00.000Z', '2027-05-12T06:00:00.000Z'],
    why: '08:00 is not quiet any more',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Thu 13 May 00:00 CEST',
    startsAt: '2027-05-12T22:00:00.000Z',
    reminders: ['2027-05-10T18:30:00.000Z', '2027-05-12T18:30:00.000Z'],
    why: 'midnight and 21:00 are quiet: 20:30 the same evening',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Mon 29 Mar 10:00 CEST',
    startsAt: '2027-03-29T08:00:00.000Z',
    reminders: ['2027-03-27T08:00:00.000Z', '2027-03-28T18:30:00.000Z'],
    why: '48 hours before is Saturday 09:00 CET, an hour earlier by the clock',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Mon 29 Mar 08:30 CEST',
    startsAt: '2027-03-29T06:30:00.000Z',
    reminders: ['2027-03-26T19:30:00.000Z', '2027-03-28T18:30:00.000Z'],
    why: 'Saturday 07:30 CET is quiet: Friday 20:30 CET; 05:30 CEST is quiet: Sunday 20:30 CEST',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Sun 28 Mar 12:00 CEST',
    startsAt: '2027-03-28T10:00:00.000Z',
    reminders: ['2027-03-26T10:00:00.000Z', '2027-03-28T07:00:00.000Z'],
    why: '3 hours before is 09:00 CEST, after the change',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Sun 28 Mar 10:30 CEST',
    startsAt: '2027-03-28T08:30:00.000Z',
    reminders: ['2027-03-26T08:30:00.000Z', '2027-03-27T19:30:00.000Z'],
    why: '07:30 CEST is quiet; the evening before is still CET',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Mon 1 Nov 10:30 CET',
    startsAt: '2027-11-01T09:30:00.000Z',
    reminders: ['2027-10-30T09:30:00.000Z', '2027-10-31T19:30:00.000Z'],
    why: '48 hours before is Saturday 11:30 CEST; 07:30 CET is quiet: Sunday 20:30 CET',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Mon 1 Nov 20:30 CET',
    startsAt: '2027-11-01T19:30:00.000Z',
    reminders: ['2027-10-30T18:30:00.000Z', '2027-11-01T16:30:00.000Z'],
    why: 'Saturday 21:30 CEST is quiet: 20:30 CEST',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Sun 31 Oct 11:30 CET',
    startsAt: '2027-10-31T10:30:00.000Z',
    reminders: ['2027-10-29T10:30:00.000Z', '2027-10-31T07:30:00.000Z'],
    why: '3 hours before is 08:30 CET, after the change',
  },
  {
    zone: 'Europe/Berlin',
    start: 'Sun 31 Oct 10:30 CET',
    startsAt: '2027-10-31T09:30:00.000Z',
    reminders: ['2027-10-29T09:30:00.000Z', '2027-10-30T18:30:00.000Z'],
    why: '07:30 CET is quiet; the evening before is still CEST',
  },
  {
    zone: 'America/New_York',
    start: 'Mon 15 Mar 08:30 EDT',
    startsAt: '2027-03-15T12:30:00.000Z',
    reminders: ['2027-03-13T01:30:00.000Z', '2027-03-15T00:30:00.000Z'],
    why: 'Saturday 07:30 EST is quiet: Friday 20:30 EST; 05:30 EDT is quiet: Sunday 20:30 EDT',
  },
  {
    zone: 'America/New_York',
    start: 'Sun 14 Mar 11:30 EDT',
    startsAt: '2027-03-14T15:30:00.000Z',
    reminders: ['2027-03-12T15:30:00.000Z', '2027-03-14T12:30:00.000Z'],
    why: '3 hours before is 08:30 EDT, after the change',
  },
  {
    zone: 'America/New_York',
    start: 'Mon 8 Nov 20:30 EST',
    startsAt: '2027-11-09T01:30:00.000Z',
    reminders: ['2027-11-07T00:30:00.000Z', '2027-11-08T22:30:00.000Z'],
    why: 'Saturday 21:30 EDT is quiet: 20:30 EDT',
  },
  {
    zone: 'America/New_York',
    start: 'Sun 7 Nov 10:30 EST',
    startsAt: '2027-11-07T15:30:00.000Z',
    reminders: ['2027-11-05T15:30:00.000Z', '2027-11-07T00:30:00.000Z'],
    why: '07:30 EST is quiet; the evening before is still EDT',
  },
];
