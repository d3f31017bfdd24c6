import { describe, expect, test } from '@jest/globals';
import {
  alternativesWindow,
  listSlots,
  listWindow,
  nearestAlternatives,
  schedulingWindow,
} from '../../../../domain/availability/index.js';
import type { SlotRequest } from '../../../../domain/availability/types.js';
import { busy, clinic, DOCTOR, PATIENT, ROOM_A } from '../support/scheduling.js';

const DAY_MS = 86_400_000;
const nowMs = Date.parse('2027-05-10T06:00:00Z');
const wanted: SlotRequest = {
  startsAtMs: Date.parse('2027-05-12T08:30Z'),
  durationMinutes: 30,
  roomId: null,
  patientId: PATIENT,
  telehealth: false,
};
const starts = (...args: Parameters<typeof nearestAlternatives>): string[] =>
  nearestAlternatives(...args).map(({ startsAt }) => startsAt.slice(0, 16));

describe('nearestAlternatives', () => {
  test('the nearest first, the earlier of a pair before the later', () => {
    const input = clinic({ busy: [busy('doctor', DOCTOR, '2027-05-12T08:30Z', '2027-05-12T09:00Z')] });
    expect(starts(input, wanted, nowMs)).toEqual(['2027-05-12T08:00', '2027-05-12T09:00', '2027-05-12T07:30']);
    expect(starts(input, wanted, nowMs, 1)).toEqual(['2027-05-12T08:00']);
  });

  test('the wanted start itself in another room, and only then', () => {
    const input = clinic({ busy: [busy('room', ROOM_A, '2027-05-12T08:30Z', '2027-05-12T09:00Z')] });
    const [first] = nearestAlternatives(input, { ...wanted, roomId: ROOM_A }, nowMs);
    expect(first).toMatchObject({ startsAt: '2027-05-12T08:30:00.000Z', roomIds: ['room-b'] });
    expect(starts(clinic(), wanted, nowMs)).not.toContain('2027-05-12T08:30');
    expect(starts(clinic(), { ...wanted, roomId: ROOM_A }, nowMs)).not.toContain('2027-05-12T08:30');
    expect(starts(clinic({ rooms: [] }), { ...wanted, telehealth: true, roomId: ROOM_A }, nowMs)).not.toContain(
      '2027-05-12T08:30',
    );
  });

  test('a start off the grid gets the grid around it', () => {
    expect(starts(clinic(), { ...wanted, startsAtMs: Date.parse('2027-05-12T08:40Z') }, nowMs, 2)).toEqual([
      '2027-05-12T08:30',
      '2027-05-12T09:00',
    ]);
  });

  test('a start in the past gets the first free ones from now', () => {
    expect(starts(clinic(), { ...wanted, startsAtMs: Date.parse('2026-01-01T08:30Z') }, nowMs, 2)).toEqual([
      '2027-05-10T07:00',
      '2027-05-10T07:30',
    ]);
  });

  test('a start beyond the horizon gets the last ones before it, with a window that knows the policy', () => {
    const input = clinic({ policy: { maximumHorizonDays: 30 } });
    const startsAtMs = Date.parse('2027-09-01T08:30Z');
    const window = alternativesWindow({ startsAtMs, nowMs, policy: input.policy });
    expect(starts(input, { ...wanted, startsAtMs }, nowMs, 2, window)).toEqual([
      '2027-06-09T14:30',
      '2027-06-09T14:00',
    ]);
  });

  test('on leave for the week: the days around it', () => {
    const leave = { from: '2027-05-11', to: '2027-05-14', kind: 'CLOSED', startMinute: null, endMinute: null } as const;
    expect(starts(clinic({ exceptions: [leave] }), wanted, nowMs)).toEqual([
      '2027-05-10T14:30',
      '2027-05-10T14:00',
      '2027-05-10T13:30',
    ]);
  });
});

describe('buffers', () => {
  test('to the minute, before and after', () => {
    const input = clinic({
      busy: [busy('doctor', DOCTOR, '2027-05-12T08:00Z', '2027-05-12T08:24Z')],
      policy: { slotStepMinutes: 1, bufferBeforeMinutes: 7, bufferAfterMinutes: 4 },
    });
    const day = { from: '2027-05-12', to: '2027-05-13', durationMinutes: 30, roomId: null, patientId: null };
    const times = listSlots(input, { ...day, telehealth: false, nowMs }).map(({ startsAt }) => startsAt.slice(11, 16));
    // The last start before ends, with its pause, at 08:00; the first after has its pause from 08:24 on.
    expect(times.filter((time) => time > '07:24' && time < '08:33')).toEqual(['07:25', '07:26', '08:31', '08:32']);
  });
});

describe('windows', () => {
  test('loading covers the alternatives with a margin, and is never longer than a few weeks', () => {
    for (const startsAtMs of [
      0,
      nowMs - 5 * DAY_MS,
      nowMs,
      nowMs + 3 * DAY_MS,
      nowMs + 300 * DAY_MS,
      nowMs + 9_000 * DAY_MS,
    ]) {
      const loaded = schedulingWindow({ startsAtMs, nowMs });
      const searched = alternativesWindow({ startsAtMs, nowMs });
      expect(loaded.fromMs).toBe(searched.fromMs - DAY_MS);
      expect(loaded.toMs).toBe(searched.toMs + DAY_MS);
      expect(searched.fromMs).toBeGreaterThanOrEqual(nowMs);
      expect(loaded.toMs - loaded.fromMs).toBeLessThanOrEqual(20 * DAY_MS);
      if (startsAtMs >= nowMs)
        expect(loaded.fromMs <= startsAtMs - DAY_MS && startsAtMs + DAY_MS <= loaded.toMs).toBe(true);
    }
  });

  test('a list loads its days in any zone', () => {
    expect(listWindow({ from: '2027-05-12', to: '2027-05-13' })).toEqual({
      fromMs: Date.parse('2027-05-10T00:00Z'),
      toMs: Date.parse('2027-05-15T00:00Z'),
    });
  });
});
