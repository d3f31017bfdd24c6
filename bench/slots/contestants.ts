import { DateTime, Interval } from 'luxon';
import { getSlots } from 'slot-calculator';
import { listSlots } from '../../domain/availability/index.js';
import type { SchedulingInput, Slot } from '../../domain/availability/types.js';
import { plusDays } from '../../domain/time/local-date.js';
import type { Calendar, Contestant, FreeSlot } from './calendars.js';

/** Just before the calendar, so that neither lead time nor horizon hides anything. */
const nowFor = (from: string): number => Date.parse(from) - 2 * 86_400_000;

export function engineSlots(input: SchedulingInput, { from, days, stepMinutes }: Calendar): Slot[] {
  const wish = { durationMinutes: stepMinutes, roomId: null, patientId: null, telehealth: true };
  return listSlots(input, { from, to: plusDays(from, days), ...wish, nowMs: nowFor(from) });
}

/** Sessions as Luxon intervals, made once: the loops are timed without it. */
export function toIntervals({ booked, timeZone }: Calendar): Interval[] {
  const at = (ms: number): DateTime => DateTime.fromMillis(ms, { zone: timeZone });
  return booked.map(({ startMs, endMs }) => Interval.fromDateTimes(at(startMs), at(endMs)));
}

/** A date object for every slot, looked up among all sessions of the doctor. */
export function luxonLoop(calendar: Calendar, busy: readonly Interval[]): FreeSlot[] {
  return loop(calendar, () => busy);
}

/** The same by somebody who looks at the day's sessions only. */
export function luxonLoopByDay(calendar: Calendar, busy: readonly Interval[]): FreeSlot[] {
  const byDay = new Map<string, Interval[]>();
  for (const session of busy) {
    const day = session.start?.toISODate() ?? '';
    byDay.set(day, [...(byDay.get(day) ?? []), session]);
  }
  return loop(calendar, (day) => byDay.get(day) ?? []);
}

function loop(calendar: Calendar, busyOn: (day: string) => readonly Interval[]): FreeSlot[] {
  const { timeZone, from, days, startMinute, endMinute, stepMinutes } = calendar;
  const free: FreeSlot[] = [];
  for (let index = 0; index < days; index += 1) {
    const day = DateTime.fromISO(from, { zone: timeZone }).plus({ days: index });
    const busy = busyOn(day.toISODate() ?? '');
    const closing = day.set({ hour: Math.floor(endMinute / 60), minute: endMinute % 60 });
    let start = day.set({ hour: Math.floor(startMinute / 60), minute: startMinute % 60 });
    while (start.plus({ minutes: stepMinutes }) <= closing) {
      const end = start.plus({ minutes: stepMinutes });
      const slot = Interval.fromDateTimes(start, end);
      if (!busy.some((session) => session.overlaps(slot))) {
        free.push({ startsAt: start.toUTC().toISO() ?? '', endsAt: end.toUTC().toISO() ?? '' });
      }
      start = end;
    }
  }
  return free;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What the package asks for, made once. */
export function toPackageConfig(calendar: Calendar): Parameters<typeof getSlots>[0] {
  const { timeZone, from, days, startMinute, endMinute, stepMinutes, booked } = calendar;
  const iso = (ms: number): string => new Date(ms).toISOString();
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const midnight = DateTime.fromISO(from, { zone: timeZone });
  return {
    from: iso(midnight.toMillis()),
    to: iso(midnight.plus({ days }).toMillis()),
    duration: stepMinutes,
    outputTimezone: 'utc',
    availability: WEEKDAYS.map((day) => ({ day, from: clock(startMinute), to: clock(endMinute), timezone: timeZone })),
    unavailability: booked.map(({ startMs, endMs }) => ({ from: iso(startMs), to: iso(endMs) })),
  };
}

export function packageSlots(config: Parameters<typeof getSlots>[0]): FreeSlot[] {
  return getSlots(config).availableSlots.map(({ from, to }) => ({ startsAt: from, endsAt: to }));
}

/** Each from the calendar alone, for comparing results. */
export const byPackage: Contestant = (calendar) => packageSlots(toPackageConfig(calendar));
export const byLuxon: Contestant = (calendar) => luxonLoop(calendar, toIntervals(calendar));
