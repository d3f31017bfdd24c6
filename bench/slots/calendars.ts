import { DateTime } from 'luxon';
import { policy } from '../../tests/unit/domain/support/scheduling.js';
import type { SchedulingInput } from '../../domain/availability/types.js';

/** A doctor's days with the same hours on each, and sessions on the grid: what every contestant can be given. */
export interface Calendar {
  doctorId: string;
  timeZone: string;
  /** Local date. */
  from: string;
  days: number;
  startMinute: number;
  endMinute: number;
  stepMinutes: number;
  booked: { startMs: number; endMs: number }[];
}

export interface FreeSlot {
  startsAt: string;
  endsAt: string;
}

/** Free slots as a contestant finds them, in order. */
export type Contestant = (calendar: Calendar) => readonly FreeSlot[];

/** Numbers in [0, 1) that are the same in every run. */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Fills a share of the grid, to the minute, with sessions. */
export function bookShare(calendar: Omit<Calendar, 'booked'>, share: number, random: Random): Calendar {
  const { timeZone, from, days, startMinute, endMinute, stepMinutes } = calendar;
  const booked: Calendar['booked'] = [];
  for (let day = 0; day < days; day += 1) {
    const midnight = DateTime.fromISO(from, { zone: timeZone }).plus({ days: day });
    const at = (minute: number): number =>
      midnight.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toMillis();
    const endMs = at(endMinute);
    for (let startMs = at(startMinute); startMs + stepMinutes * 60_000 <= endMs; startMs += stepMinutes * 60_000) {
      if (random() < share) booked.push({ startMs, endMs: startMs + stepMinutes * 60_000 });
    }
  }
  return { ...calendar, booked };
}

const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe'],
  ...['Asia/Kolkata', 'Asia/Kathmandu', 'America/Phoenix', 'Pacific/Kiritimati'],
];
/** Days on which some of these zones change their clocks, a leap day, and one like any other. */
const DATES = [
  ...['2027-03-13', '2027-03-27', '2027-04-03', '2027-04-29', '2027-10-02', '2027-10-27', '2027-10-30', '2027-11-06'],
  ...['2028-02-28', '2027-06-15'],
];

/**
 * Any calendar on which the contestants mean the same: hours neither begin nor end where a clock change makes a time
 * missing or ambiguous, which each of the peers reads in its own way, and the step divides the change.
 */
export function randomCalendar(index: number, random: Random): Calendar {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const timeZone = pick(ZONES);
  const stepMinutes = pick(timeZone === 'Australia/Lord_Howe' ? [10, 15, 30] : [10, 15, 20, 30, 60]);
  const startMinute = pick([0, 240, 360, 480, 540, 600]);
  const hours = { startMinute, endMinute: startMinute + pick([4, 5, 8, 10]) * 60 };
  const days = 1 + Math.floor(random() * 3);
  const doctorId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  return bookShare({ doctorId, timeZone, from: pick(DATES), days, ...hours, stepMinutes }, random(), random);
}

/** The rule engine's view of it; a telehealth wish, because no peer knows rooms. */
export function toInput({
  doctorId,
  timeZone,
  startMinute,
  endMinute,
  stepMinutes,
  booked,
}: Calendar): SchedulingInput {
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, endMinute, breaks: [] }));
  return {
    doctor: { id: doctorId, active: true, timeZone },
    periods: [{ validFrom: '2020-01-01', validTo: null, weekly }],
    exceptions: [],
    roomIds: [],
    busy: booked.map(({ startMs, endMs }) => ({ resource: 'doctor', resourceId: doctorId, startMs, endMs })),
    policy: { ...policy, slotStepMinutes: stepMinutes },
  };
}
