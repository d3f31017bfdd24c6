import { DateTime } from 'luxon';
import type { LocalStretch, SchedulingInput } from '../../../../domain/availability/types.js';

/** Opening hours told minute by minute from what a clock on the wall shows: slow, and unlike the engine. */
export function isOpenAt(input: SchedulingInput, ms: number): boolean {
  const local = DateTime.fromMillis(ms, { zone: input.doctor.timeZone });
  const minute = local.hour * 60 + local.minute;
  const today = local.toFormat('yyyy-MM-dd');
  const yesterday = DateTime.fromISO(today, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');

  const inException = (kind: 'OPEN' | 'CLOSED'): boolean =>
    input.exceptions.some(({ kind: own, from, to, startMinute, endMinute }) => {
      const covers = (date: string): boolean => own === kind && from <= date && date <= to;
      if (startMinute === null || endMinute === null) return covers(today);
      return shows({ startMinute, endMinute }, minute, covers(today), covers(yesterday));
    });
  if (inException('CLOSED')) return false;
  if (inException('OPEN')) return true;

  const stretches = input.periods.flatMap(({ weekly }) => weekly);
  const weekdayOf = (date: string): number => DateTime.fromISO(date, { zone: 'utc' }).weekday;
  const works = stretches.some((stretch) =>
    shows(stretch, minute, stretch.weekday === weekdayOf(today), stretch.weekday === weekdayOf(yesterday)),
  );
  const rests = stretches.some((stretch) =>
    stretch.breaks.some((pause) => {
      const beganToday = pause.startMinute >= stretch.startMinute ? weekdayOf(today) : weekdayOf(yesterday);
      const beganYesterday = weekdayOf(yesterday);
      return shows(
        pause,
        minute,
        stretch.weekday === beganToday,
        pause.startMinute >= stretch.startMinute && stretch.weekday === beganYesterday,
      );
    }),
  );
  return works && !rests;
}

/** Whether a clock that shows `minute` is inside a stretch that began today or, over midnight, yesterday. */
function shows({ startMinute, endMinute }: LocalStretch, minute: number, today: boolean, yesterday: boolean): boolean {
  const isOverMidnight = endMinute <= startMinute;
  if (!isOverMidnight) return today && startMinute <= minute && minute < endMinute;
  return (today && minute >= startMinute) || (yesterday && minute < endMinute);
}
