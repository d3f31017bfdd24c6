import { describe, expect, test } from '@jest/globals';
import { evaluateSlot } from '../../../../domain/availability/index.js';
import type { SlotRequest, SlotRule } from '../../../../domain/availability/types.js';
import { busy, type Clinic, clinic, DOCTOR, PATIENT, ROOM_A, ROOM_B } from '../support/scheduling.js';

const NOW = '2027-05-10T06:00:00Z';

interface Row {
  name: string;
  clinic?: Clinic;
  /** Berlin is two hours ahead of UTC in May. */
  start: string;
  request?: Partial<SlotRequest>;
  now?: string;
  expected: SlotRule[];
}

const closedAllDay = {
  from: '2027-05-12',
  to: '2027-05-12',
  kind: 'CLOSED',
  startMinute: null,
  endMinute: null,
} as const;
const openEvening = {
  from: '2027-05-12',
  to: '2027-05-12',
  kind: 'OPEN',
  startMinute: 1_080,
  endMinute: 1_200,
} as const;
const night = { hours: ['22:00-06:00'], breaks: ['01:00-02:00'] };

const rows: Row[] = [
  { name: 'inside the hours', start: '2027-05-12T08:30Z', expected: [] },
  { name: 'the first minute', start: '2027-05-12T07:00Z', expected: [] },
  { name: 'ends with the hours', start: '2027-05-12T14:30Z', expected: [] },
  {
    name: 'ends after the hours',
    start: '2027-05-12T14:30Z',
    request: { durationMinutes: 31 },
    expected: ['outside_hours'],
  },
  { name: 'before the hours', start: '2027-05-12T06:30Z', expected: ['outside_hours'] },
  {
    name: 'on a day without hours',
    clinic: { weekdays: [1, 2] },
    start: '2027-05-12T08:30Z',
    expected: ['outside_hours'],
  },
  {
    name: 'over two stretches that meet',
    clinic: { hours: ['09:00-12:00', '12:00-17:00'] },
    start: '2027-05-12T09:30Z',
    request: { durationMinutes: 60 },
    expected: [],
  },
  { name: 'in a break', clinic: { breaks: ['12:00-13:00'] }, start: '2027-05-12T10:00Z', expected: ['break'] },
  {
    name: 'reaches into a break',
    clinic: { breaks: ['12:00-13:00'] },
    start: '2027-05-12T09:30Z',
    request: { durationMinutes: 45 },
    expected: ['break'],
  },
  { name: 'ends where a break begins', clinic: { breaks: ['12:00-13:00'] }, start: '2027-05-12T09:30Z', expected: [] },
  { name: 'a break after midnight', clinic: night, start: '2027-05-12T23:30Z', expected: ['break'] },
  { name: 'after midnight, beside the break', clinic: night, start: '2027-05-13T00:00Z', expected: [] },
  { name: 'on a closed day', clinic: { exceptions: [closedAllDay] }, start: '2027-05-12T08:30Z', expected: ['closed'] },
  {
    name: 'closed outside the hours',
    clinic: { exceptions: [closedAllDay] },
    start: '2027-05-12T18:00Z',
    expected: ['outside_hours', 'closed'],
  },
  {
    name: 'the day after a closed day',
    clinic: { exceptions: [closedAllDay] },
    start: '2027-05-13T08:30Z',
    expected: [],
  },
  {
    name: 'in closed hours',
    clinic: {
      exceptions: [{ from: '2027-05-11', to: '2027-05-13', kind: 'CLOSED', startMinute: 600, endMinute: 660 }],
    },
    start: '2027-05-12T08:30Z',
    expected: ['closed'],
  },
  { name: 'in an extra opening', clinic: { exceptions: [openEvening] }, start: '2027-05-12T16:30Z', expected: [] },
  {
    name: 'from the hours into an extra opening that meets them',
    clinic: { exceptions: [{ ...openEvening, startMinute: 1_020 }] },
    start: '2027-05-12T14:30Z',
    request: { durationMinutes: 60 },
    expected: [],
  },
  {
    name: 'a closure beats an extra opening',
    clinic: { exceptions: [openEvening, closedAllDay] },
    start: '2027-05-12T16:30Z',
    expected: ['closed'],
  },
  {
    name: 'an extra opening beats a break',
    clinic: { breaks: ['12:00-13:00'], exceptions: [{ ...openEvening, startMinute: 720, endMinute: 780 }] },
    start: '2027-05-12T10:00Z',
    expected: [],
  },
  {
    name: 'an extra opening over midnight',
    clinic: { exceptions: [{ ...openEvening, startMinute: 1_380, endMinute: 60 }] },
    start: '2027-05-12T22:30Z',
    expected: [],
  },
  { name: 'in the past', start: '2027-05-07T08:30Z', expected: ['lead_time'] },
  {
    name: 'inside the lead time',
    clinic: { policy: { minimumLeadMinutes: 60 } },
    start: '2027-05-10T07:00Z',
    now: '2027-05-10T06:00:01Z',
    expected: ['lead_time'],
  },
  {
    name: 'exactly the lead time ahead',
    clinic: { policy: { minimumLeadMinutes: 60 } },
    start: '2027-05-10T07:00Z',
    expected: [],
  },
  {
    name: 'the lead time is elapsed time in the autumn fold: 02:30 comes an hour later',
    clinic: { hours: ['00:00-24:00'], policy: { minimumLeadMinutes: 120 } },
    start: '2027-10-31T01:30Z',
    now: '2027-10-31T00:00:00Z',
    expected: ['lead_time'],
  },
  {
    name: 'two hours after 02:00 in the fold it is 03:00',
    clinic: { hours: ['00:00-24:00'], policy: { minimumLeadMinutes: 120 } },
    start: '2027-10-31T02:00Z',
    now: '2027-10-31T00:00:00Z',
    expected: [],
  },
  {
    name: 'the last day of the horizon',
    clinic: { policy: { maximumHorizonDays: 30 } },
    start: '2027-06-09T14:30Z',
    expected: [],
  },
  {
    name: 'beyond the horizon',
    clinic: { policy: { maximumHorizonDays: 30 } },
    start: '2027-06-10T07:00Z',
    expected: ['horizon'],
  },
  { name: 'off the grid', start: '2027-05-12T08:40Z', expected: ['off_step'] },
  { name: 'not on a full minute', start: '2027-05-12T08:30:01Z', expected: ['off_step'] },
  {
    name: 'doctor busy',
    clinic: { busy: [busy('doctor', DOCTOR, '2027-05-12T08:00Z', '2027-05-12T09:00Z')] },
    start: '2027-05-12T08:30Z',
    expected: ['doctor_busy'],
  },
  {
    name: 'right after the doctor is busy',
    clinic: { busy: [busy('doctor', DOCTOR, '2027-05-12T08:00Z', '2027-05-12T08:30Z')] },
    start: '2027-05-12T08:30Z',
    expected: [],
  },
  {
    name: "another doctor's session",
    clinic: { busy: [busy('doctor', 'other', '2027-05-12T08:00Z', '2027-05-12T09:00Z')] },
    start: '2027-05-12T08:30Z',
    expected: [],
  },
  {
    name: 'in the pause after a session',
    clinic: {
      policy: { bufferAfterMinutes: 10, slotStepMinutes: 5 },
      busy: [busy('doctor', DOCTOR, '2027-05-12T08:00Z', '2027-05-12T08:40Z')],
    },
    start: '2027-05-12T08:35Z',
    expected: ['buffer'],
  },
  {
    name: 'its own pause reaches the next session',
    clinic: {
      policy: { bufferAfterMinutes: 10, slotStepMinutes: 5 },
      busy: [busy('doctor', DOCTOR, '2027-05-12T09:00Z', '2027-05-12T09:40Z')],
    },
    start: '2027-05-12T08:25Z',
    expected: ['buffer'],
  },
  {
    name: 'just clear of the pause',
    clinic: {
      policy: { bufferAfterMinutes: 10, slotStepMinutes: 5 },
      busy: [busy('doctor', DOCTOR, '2027-05-12T09:00Z', '2027-05-12T09:40Z')],
    },
    start: '2027-05-12T08:20Z',
    expected: [],
  },
  {
    name: 'patient busy elsewhere',
    clinic: { busy: [busy('patient', PATIENT, '2027-05-12T08:45Z', '2027-05-12T09:00Z')] },
    start: '2027-05-12T08:30Z',
    expected: ['patient_busy'],
  },
  {
    name: 'one room busy, another free',
    clinic: { busy: [busy('room', ROOM_A, '2027-05-12T08:30Z', '2027-05-12T09:00Z')] },
    start: '2027-05-12T08:30Z',
    expected: [],
  },
  {
    name: 'the named room busy',
    clinic: { busy: [busy('room', ROOM_A, '2027-05-12T08:30Z', '2027-05-12T09:00Z')] },
    start: '2027-05-12T08:30Z',
    request: { roomId: ROOM_A },
    expected: ['room_busy'],
  },
  {
    name: 'all rooms busy',
    clinic: { rooms: [ROOM_A], busy: [busy('room', ROOM_A, '2027-05-12T08:30Z', '2027-05-12T09:00Z')] },
    start: '2027-05-12T08:30Z',
    expected: ['no_room'],
  },
  { name: 'a room that is not there', start: '2027-05-12T08:30Z', request: { roomId: 'gone' }, expected: ['no_room'] },
  {
    name: 'telehealth needs no room',
    clinic: { rooms: [] },
    start: '2027-05-12T08:30Z',
    request: { telehealth: true },
    expected: [],
  },
  {
    name: 'the doctor takes no sessions',
    clinic: { active: false },
    start: '2027-05-12T08:30Z',
    expected: ['doctor_inactive'],
  },
  {
    name: 'everything at once, in the order of the closed list',
    clinic: {
      active: false,
      rooms: [],
      exceptions: [closedAllDay],
      busy: [
        busy('doctor', DOCTOR, '2027-05-12T00:00Z', '2027-05-13T00:00Z'),
        busy('patient', PATIENT, '2027-05-12T00:00Z', '2027-05-13T00:00Z'),
      ],
    },
    start: '2027-05-12T20:10Z',
    expected: ['outside_hours', 'closed', 'off_step', 'doctor_busy', 'patient_busy', 'no_room', 'doctor_inactive'],
  },
];

describe('evaluateSlot', () => {
  test.each(rows)('$name', ({ clinic: options, start, request, now, expected }) => {
    const verdict = evaluateSlot(
      clinic(options),
      {
        startsAtMs: Date.parse(start),
        durationMinutes: 30,
        roomId: null,
        patientId: PATIENT,
        telehealth: false,
        ...request,
      },
      Date.parse(now ?? NOW),
    );
    expect(verdict.reasons.map(({ rule }) => rule)).toEqual(expected);
    expect(verdict.bookable).toBe(expected.length === 0);
    for (const { detail } of verdict.reasons) expect(detail).toMatch(/^[A-Z].*\.$/);
  });

  test('free rooms come in order of preference', () => {
    const request = {
      startsAtMs: Date.parse('2027-05-12T08:30Z'),
      durationMinutes: 30,
      roomId: null,
      patientId: null,
      telehealth: false,
    };
    const taken = busy('room', ROOM_B, '2027-05-12T08:59Z', '2027-05-12T10:00Z');
    expect(
      evaluateSlot(clinic({ rooms: [ROOM_B, 'room-c', ROOM_A], busy: [taken] }), request, Date.parse(NOW)).freeRoomIds,
    ).toEqual(['room-c', ROOM_A]);
    expect(evaluateSlot(clinic(), { ...request, telehealth: true }, Date.parse(NOW)).freeRoomIds).toEqual([]);
  });

  test('the period that began last holds, and ends before its last date', () => {
    const weekly = (startMinute: number) => [{ weekday: 3, startMinute, endMinute: startMinute + 60, breaks: [] }];
    const input = clinic({
      periods: [
        { validFrom: '2027-01-01', validTo: null, weekly: weekly(540) },
        { validFrom: '2027-05-12', validTo: '2027-05-19', weekly: weekly(840) },
      ],
    });
    const bookable = (start: string): boolean =>
      evaluateSlot(
        input,
        { startsAtMs: Date.parse(start), durationMinutes: 30, roomId: null, patientId: null, telehealth: false },
        Date.parse('2027-05-01T00:00Z'),
      ).bookable;
    expect(bookable('2027-05-05T07:00Z')).toBe(true);
    expect(bookable('2027-05-12T07:00Z')).toBe(false);
    expect(bookable('2027-05-12T12:00Z')).toBe(true);
    expect(bookable('2027-05-19T12:00Z')).toBe(false);
    expect(bookable('2027-05-19T07:00Z')).toBe(true);
  });
});
