import { summarise, type Summary } from '../statistics.js';
import { bookShare, createRandom, toInput, type Calendar } from './calendars.js';
import { engineSlots } from './contestants.js';

export interface CurvePoint {
  days: number;
  sessions: number;
  slots: number;
  microseconds: Summary;
  /** Of the fastest repeat, so that a straight line shows as a constant. */
  perDay: number;
}

const DAYS = [15, 30, 60, 120, 240, 395];
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];
const RUNS = 60;
const REPEATS = 7;

/** One doctor's list by days (60 % booked), and by sessions (240 days). */
export function measureCurves(): { byDays: CurvePoint[]; bySessions: CurvePoint[] } {
  const byDays = DAYS.map((days) => calendarOf(days, 0.6));
  const bySessions = SHARES.map((share) => calendarOf(240, share));
  const points = [...byDays, ...bySessions].map((calendar) => ({
    calendar,
    input: toInput(calendar),
    times: [] as number[],
  }));
  for (let repeat = -1; repeat < REPEATS; repeat += 1) {
    for (const { calendar, input, times } of points) {
      const startedAt = performance.now();
      for (let run = 0; run < RUNS; run += 1) engineSlots(input, calendar);
      if (repeat >= 0) times.push(((performance.now() - startedAt) * 1_000) / RUNS);
    }
  }
  const summed = points.map(({ calendar, input, times }): CurvePoint => {
    const microseconds = summarise(times);
    return {
      days: calendar.days,
      sessions: calendar.booked.length,
      slots: engineSlots(input, calendar).length,
      microseconds,
      perDay: Math.round((microseconds.min / calendar.days) * 100) / 100,
    };
  });
  return { byDays: summed.slice(0, DAYS.length), bySessions: summed.slice(DAYS.length) };
}

function calendarOf(days: number, share: number): Calendar {
  const hours = { startMinute: 540, endMinute: 1_020, stepMinutes: 20 };
  const doctor = { doctorId: '00000000-0000-4000-9000-000000000000', timeZone: 'Europe/Berlin', from: '2027-03-01' };
  return bookShare({ ...doctor, days, ...hours }, share, createRandom(days));
}
