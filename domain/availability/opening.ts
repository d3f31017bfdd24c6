import { type Interval, merged, subtracted } from './intervals.js';
import { dayNumber, dayOfMinute, MINUTES_PER_DAY, weekdayOf } from './local-day.js';
import type {
  AvailabilityException,
  AvailabilityPeriod,
  LocalStretch,
  SchedulingInput,
  WeeklyStretch,
} from './types.js';
import { instantsReading, readingAt, type ZoneLine, zoneLine } from './zone-line.js';

/** A doctor's opening over a window, in epoch minutes, all merged. */
export interface Opening {
  line: ZoneLine;
  /** Time that sessions may fill: (hours − breaks ∪ extra) − closed. */
  open: Interval[];
  /** Working or extra time, breaks included. */
  hours: Interval[];
  /** Breaks that no extra opening lifts. */
  breaks: Interval[];
  closed: Interval[];
}

type Schedule = Pick<SchedulingInput, 'doctor' | 'periods' | 'exceptions'>;

interface LocalStretches {
  weekly: LocalStretch[];
  breaks: LocalStretch[];
  extra: LocalStretch[];
  closed: LocalStretch[];
}

/**
 * Reads the schedule over [from, to). A minute is open when the doctor's own clock shows an open time: a shift over
 * the spring gap loses the hour that does not exist, one over the autumn fold has it twice. A closure beats an
 * extra opening; an extra opening beats a break.
 */
export function openingBetween(schedule: Schedule, from: number, to: number): Opening {
  const line = zoneLine(schedule.doctor.timeZone, from, to);
  const firstDay = dayOfMinute(readingAt(line, from)) - 1;
  const lastDay = dayOfMinute(readingAt(line, to));
  const local = localStretches(schedule, firstDay, lastDay);
  const instants = (stretches: LocalStretch[]): Interval[] =>
    merged(stretches.flatMap(({ startMinute, endMinute }) => instantsReading(line, startMinute, endMinute)));

  const weekly = instants(local.weekly);
  const extra = instants(local.extra);
  const closed = instants(local.closed);
  const breaks = subtracted(instants(local.breaks), extra);
  const hours = merged([...weekly, ...extra]);
  return { line, hours, breaks, closed, open: subtracted(subtracted(hours, breaks), closed) };
}

/** Everything that begins on one of the days, on the local time line (minutes since 1970-01-01T00:00 local). */
function localStretches({ periods, exceptions }: Schedule, firstDay: number, lastDay: number): LocalStretches {
  const found: LocalStretches = { weekly: [], breaks: [], extra: [], closed: [] };
  const dated = periods.map(datedPeriod);
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const stretch of weeklyOf(dated, day)) {
      found.weekly.push(onDay(day, stretch));
      found.breaks.push(...stretch.breaks.map((pause) => breakOnDay(day, stretch, pause)));
    }
  }
  for (const exception of exceptions) {
    const target = exception.kind === 'OPEN' ? found.extra : found.closed;
    target.push(...exceptionStretches(exception, firstDay, lastDay));
  }
  return found;
}

interface DatedPeriod {
  firstDay: number;
  endDay: number;
  weekly: WeeklyStretch[];
}

function datedPeriod({ validFrom, validTo, weekly }: AvailabilityPeriod): DatedPeriod {
  return { firstDay: dayNumber(validFrom), endDay: validTo === null ? Infinity : dayNumber(validTo), weekly };
}

/** The stretches of the period that holds on a day; the one that began last where two overlap. */
function weeklyOf(periods: readonly DatedPeriod[], day: number): WeeklyStretch[] {
  let holding: DatedPeriod | undefined;
  for (const period of periods) {
    const holds = period.firstDay <= day && day < period.endDay;
    if (holds && (holding === undefined || period.firstDay > holding.firstDay)) holding = period;
  }
  return holding?.weekly.filter(({ weekday }) => weekday === weekdayOf(day)) ?? [];
}

function onDay(day: number, { startMinute, endMinute }: LocalStretch): LocalStretch {
  const midnight = day * MINUTES_PER_DAY;
  const end = endMinute <= startMinute ? endMinute + MINUTES_PER_DAY : endMinute;
  return { startMinute: midnight + startMinute, endMinute: midnight + end };
}

/** A break of a shift over midnight may lie on the next day; it never reaches beyond its shift. */
function breakOnDay(day: number, stretch: LocalStretch, pause: LocalStretch): LocalStretch {
  const shift = onDay(day, stretch);
  const placed = onDay(pause.startMinute < stretch.startMinute ? day + 1 : day, pause);
  return {
    startMinute: Math.max(placed.startMinute, shift.startMinute),
    endMinute: Math.min(placed.endMinute, shift.endMinute),
  };
}

function exceptionStretches(exception: AvailabilityException, firstDay: number, lastDay: number): LocalStretch[] {
  const { startMinute, endMinute } = exception;
  const first = Math.max(dayNumber(exception.from), firstDay);
  const last = Math.min(dayNumber(exception.to), lastDay);
  if (startMinute === null || endMinute === null) {
    return first > last ? [] : [{ startMinute: first * MINUTES_PER_DAY, endMinute: (last + 1) * MINUTES_PER_DAY }];
  }
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return days.map((day) => onDay(day, { startMinute, endMinute }));
}
