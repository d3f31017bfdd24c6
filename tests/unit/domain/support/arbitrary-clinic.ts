import fc from 'fast-check';
import type { AvailabilityException, BusyRange, SchedulingInput } from '../../../../domain/availability/types.js';
import { DOCTOR, PATIENT, policy, ROOM_A, ROOM_B } from './scheduling.js';

const HOUR_MS = 3_600_000;

/** Zones with a day on which their clocks change, in 2027. */
const CHANGES: [timeZone: string, date: string][] = [
  ['Europe/Berlin', '2027-03-28'],
  ['Europe/Berlin', '2027-10-31'],
  ['America/New_York', '2027-03-14'],
  ['America/New_York', '2027-11-07'],
  ['Africa/Cairo', '2027-04-30'],
  ['Africa/Cairo', '2027-10-28'],
  ['Australia/Lord_Howe', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['Asia/Kolkata', '2027-06-01'],
  ['Pacific/Apia', '2027-06-01'],
];

export interface Scene {
  input: SchedulingInput;
  date: string;
  nowMs: number;
  durationMinutes: number;
  roomId: string | null;
  patientId: string | null;
  telehealth: boolean;
}

const minute = fc.integer({ min: 0, max: 287 }).map((fives) => fives * 5);

const weekly = fc
  .record({ weekday: fc.integer({ min: 1, max: 7 }), startMinute: minute, length: fc.integer({ min: 1, max: 40 }) })
  .chain(({ weekday, startMinute, length }) =>
    fc
      .record({ from: fc.integer({ min: 0, max: length }), to: fc.integer({ min: 1, max: 4 }), paused: fc.boolean() })
      .map(({ from, to, paused }) => {
        const at = (quarter: number): number => (startMinute + quarter * 15) % 1_440;
        const pause = { startMinute: at(Math.min(from, length - 1)), endMinute: at(Math.min(from + to, length)) };
        const isReal = paused && pause.startMinute !== pause.endMinute && from < length;
        return {
          weekday,
          startMinute,
          endMinute: at(length) === 0 ? 1_440 : at(length),
          breaks: isReal ? [pause] : [],
        };
      }),
  );

function exceptionsAround(date: string): fc.Arbitrary<AvailabilityException[]> {
  const shifted = (days: number): string =>
    new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
  const one = fc
    .record({
      from: fc.integer({ min: -2, max: 2 }),
      days: fc.integer({ min: 0, max: 2 }),
      kind: fc.constantFrom('CLOSED' as const, 'OPEN' as const),
      start: minute,
      length: fc.integer({ min: 1, max: 16 }),
      whole: fc.boolean(),
    })
    .map(({ from, days, kind, start, length, whole }): AvailabilityException => {
      const minutes = { startMinute: start, endMinute: (start + length * 15) % 1_440 };
      const isWhole = kind === 'CLOSED' && whole;
      return {
        from: shifted(from),
        to: shifted(from + days),
        kind,
        ...(isWhole ? { startMinute: null, endMinute: null } : minutes),
      };
    });
  return fc.array(one, { maxLength: 3 });
}

function busyAround(date: string): fc.Arbitrary<BusyRange[]> {
  const dayMs = Date.parse(`${date}T00:00:00Z`);
  const one = fc
    .record({
      who: fc.constantFrom(
        ['doctor', DOCTOR],
        ['doctor', 'other'],
        ['patient', PATIENT],
        ['room', ROOM_A],
        ['room', ROOM_B],
      ),
      start: fc.integer({ min: -24 * 60, max: 48 * 60 }),
      length: fc.integer({ min: 1, max: 120 }),
    })
    .map(({ who: [resource, resourceId], start, length }): BusyRange => {
      const startMs = dayMs + start * 60_000;
      return {
        resource,
        resourceId,
        startMs,
        endMs: startMs + length * 60_000,
      };
    });
  return fc.array(one, { maxLength: 8 });
}

/** A random clinic around a day on which something is odd, and a wish. */
export const scene: fc.Arbitrary<Scene> = fc.constantFrom(...CHANGES).chain(([timeZone, date]) =>
  fc.record({
    input: fc.record({
      doctor: fc.record({
        id: fc.constant(DOCTOR),
        active: fc.integer({ min: 0, max: 19 }).map((value) => value > 0),
        timeZone: fc.constant(timeZone),
      }),
      periods: fc
        .array(weekly, { minLength: 10, maxLength: 24 })
        .map((stretches) => [{ validFrom: '2027-01-01', validTo: null, weekly: stretches }]),
      exceptions: exceptionsAround(date),
      roomIds: fc.constantFrom([ROOM_A, ROOM_B], [ROOM_B, ROOM_A], [ROOM_B], []),
      busy: busyAround(date),
      policy: fc
        .record({
          step: fc.constantFrom(5, 10, 15, 20, 30, 40, 45, 60),
          before: fc.constantFrom(0, 5, 7),
          after: fc.constantFrom(0, 5, 15),
          lead: fc.constantFrom(0, 0, 60, 1_440),
          horizon: fc.constantFrom(2, 30, 30, 30),
        })
        .map(({ step, before, after, lead, horizon }) => ({
          ...policy,
          slotStepMinutes: step,
          bufferBeforeMinutes: before,
          bufferAfterMinutes: after,
          minimumLeadMinutes: lead,
          maximumHorizonDays: horizon,
        })),
    }),
    date: fc.constant(date),
    nowMs: fc.integer({ min: -72, max: 8 }).map((hours) => Date.parse(`${date}T00:00:00Z`) + hours * HOUR_MS + 1_234),
    durationMinutes: fc.constantFrom(5, 15, 30, 45, 60, 90),
    roomId: fc.constantFrom(null, null, ROOM_A, ROOM_B),
    patientId: fc.constantFrom(null, PATIENT),
    telehealth: fc.integer({ min: 0, max: 3 }).map((value) => value === 0),
  }),
);
