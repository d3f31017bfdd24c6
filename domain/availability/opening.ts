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

/** A doctor's opening over a window, in epoch minutes, all merged; what only a refusal asks for is made when asked. */
export interface Opening {
  line: ZoneLine;
  /** Time that sessions may fill: (hours − breaks ∪ extra) − closed. */
  open: Interval[];
  /** Working or extra time, breaks included. */
  hours(): Interval[];
  /** Breaks that no extra opening lifts. */
  breaks(): Interval[];
  closed(): Interval[];
}

type Schedule = Pick<SchedulingInput, 'doctor' | 'periods' | 'exceptions'>;

interface LocalTimes {
  weekly: Interval[];
  breaks: Interval[];
  extra: Interval[];
  closed: Interval[];
}

/**
 * Reads the schedule over [from, to). A minute is open when the doctor's own clock shows an open time: a shift over
 * the spring gap loses the hour that does not exist, one over the autumn fold has it twice. A closure beats an
 * extra opening; an extra opening beats a break. All of this is settled on the local time line; instants come last.
 */
export function openingBetween(schedule: Schedule, from: number, to: number): Opening {
  const line = zoneLine(schedule.doctor.timeZone, from, to);
  const firstDay = dayOfMinute(readingAt(line, from)) - 1;
  const lastDay = dayOfMinute(readingAt(line, to));
  const local = localTimes(schedule, firstDay, lastDay);
  const extra = merged(local.extra);
  const closed = merged(local.closed);
  const breaks = subtracted(merged(local.breaks), extra);
  const hours = extra.length === 0 ? merged(local.weekly) : merged([...local.weekly, ...extra]);
  const open = subtracted(subtracted(hours, breaks), closed);
  return {
    line,
    open: instantsReading(line, open),
    hours: () => instantsReading(line, hours),
    breaks: () => instantsReading(line, breaks),
    closed: () => instantsReading(line, closed),
  };
}

/** Everything that begins on one of the days, on the local time line (minutes since 1970-01-01T00:00 local). */
function localTimes({ periods, exceptions }: Schedule, firstDay: number, lastDay: number): LocalTimes {
  const found: LocalTimes = { weekly: [], breaks: [], extra: [], closed: [] };
  const dated = periods.map(datedPeriod);
  for (let day = firstDay; day <= lastDay; day += 1) {
    const weekday = weekdayOf(day);
    for (const stretch of holdingOn(dated, day)?.weekly ?? []) {
      if (stretch.weekday !== weekday) continue;
      found.weekly.push(onDay(day, stretch));
      for (const pause of stretch.breaks) found.breaks.push(breakOnDay(day, stretch, pause));
    }
  }
  for (const exception of exceptions) {
    const target = exception.kind === 'OPEN' ? found.extra : found.closed;
    target.push(...exceptionTimes(exception, firstDay, lastDay));
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

/** The period that holds on a day; the one that began last where two overlap. */
function holdingOn(periods: readonly DatedPeriod[], day: number): DatedPeriod | undefined {
  let holding: DatedPeriod | undefined;
  for (const period of periods) {
    const holds = period.firstDay <= day && day < period.endDay;
    if (holds && (holding === undefined || period.firstDay > holding.firstDay)) holding = period;
  }
  return holding;
}

function onDay(day: number, { startMinute, endMinute }: LocalStretch): Interval {
  const midnight = day * MINUTES_PER_DAY;
  const end = endMinute <= startMinute ? endMinute + MINUTES_PER_DAY : endMinute;
  return { start: midnight + startMinute, end: midnight + end };
}

/** A break of a shift over midnight may lie on the next day; it never reaches beyond its shift. */
function breakOnDay(day: number, stretch: LocalStretch, pause: LocalStretch): Interval {
  const shift = onDay(day, stretch);
  const placed = onDay(pause.startMinute < stretch.startMinute ? day + 1 : day, pause);
  return { start: Math.max(placed.start, shift.start), end: Math.min(placed.end, shift.end) };
}

function exceptionTimes(exception: AvailabilityException, firstDay: number, lastDay: number): Interval[] {
  const { startMinute, endMinute } = exception;
  const first = Math.max(dayNumber(exception.from), firstDay);
  const last = Math.min(dayNumber(exception.to), lastDay);
  if (startMinute === null || endMinute === null) {
    return first > last ? [] : [{ start: first * MINUTES_PER_DAY, end: (last + 1) * MINUTES_PER_DAY }];
  }
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return days.map((day) => onDay(day, { startMinute, endMinute }));
}
