import type { Fault } from '../../fault.js';
import type { Interval } from '../intervals.js';
import { MINUTES_PER_DAY } from '../local-day.js';
import type { LocalStretch, WeeklyStretch } from '../types.js';
import { stretchWords } from './local-time.js';

export const MAX_STRETCHES = 56;
export const MAX_BREAKS = 8;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Everything that is wrong with weekly hours as they stand in a body's `weekly`; empty where nothing is. */
export function weeklyFaults(weekly: readonly WeeklyStretch[]): Fault[] {
  if (weekly.length > MAX_STRETCHES) {
    const message = `may hold at most ${MAX_STRETCHES} stretches; join those that follow one another`;
    return [{ pointer: '/weekly', message }];
  }
  const faults = weekly.flatMap((stretch, index) => stretchFaults(stretch, `/weekly/${index}`));
  return faults.length > 0 ? faults : overlapFaults(weekly);
}

function stretchFaults(stretch: WeeklyStretch, pointer: string): Fault[] {
  if (lengthOf(stretch) >= MINUTES_PER_DAY) {
    const message = 'makes it 24 hours or more; end it earlier, or split it into two stretches';
    return [{ pointer: `${pointer}/end`, message }];
  }
  const { breaks } = stretch;
  if (breaks.length > MAX_BREAKS)
    return [{ pointer: `${pointer}/breaks`, message: `may hold at most ${MAX_BREAKS} breaks` }];
  const placed = breaks.map((pause) => placedBreak(stretch, pause));
  const end = stretch.startMinute + lengthOf(stretch);
  return placed.flatMap((pause, index) => {
    const at = `${pointer}/breaks/${index}`;
    if (pause.end > end) {
      const message = `must lie within its stretch, ${stretchWords(stretch)}; a break that ends where it starts lasts a day`;
      return [{ pointer: at, message }];
    }
    const earlier = placed.findIndex((other, place) => place < index && meet(other, pause));
    if (earlier < 0) return [];
    return [{ pointer: at, message: `overlaps the break at ${pointer}/breaks/${earlier}; join the two` }];
  });
}

/** The week is a circle: Sunday's night shift may run into Monday. */
function overlapFaults(weekly: readonly WeeklyStretch[]): Fault[] {
  const placed = weekly.map(placedInWeek);
  return placed.flatMap((stretch, index) => {
    const earlier = placed.findIndex((other, place) => place < index && meetInWeek(other, stretch));
    const other = weekly[earlier];
    if (other === undefined) return [];
    const words = `${WEEKDAYS[other.weekday - 1]} ${stretchWords(other)}`;
    return [{ pointer: `/weekly/${index}`, message: `overlaps /weekly/${earlier} (${words}); join or shorten one` }];
  });
}

/** Minutes; an end that is not after the start lies on the next day. */
export function lengthOf({ startMinute, endMinute }: LocalStretch): number {
  return endMinute - startMinute + (endMinute <= startMinute ? MINUTES_PER_DAY : 0);
}

/** From the midnight on which the stretch begins, as the rule engine places it. */
function placedBreak(stretch: LocalStretch, pause: LocalStretch): Interval {
  const start = pause.startMinute + (pause.startMinute < stretch.startMinute ? MINUTES_PER_DAY : 0);
  return { start, end: start + lengthOf(pause) };
}

function placedInWeek(stretch: WeeklyStretch): Interval {
  const start = (stretch.weekday - 1) * MINUTES_PER_DAY + stretch.startMinute;
  return { start, end: start + lengthOf(stretch) };
}

function meetInWeek(a: Interval, b: Interval): boolean {
  return [-MINUTES_PER_WEEK, 0, MINUTES_PER_WEEK].some((shift) =>
    meet({ start: a.start + shift, end: a.end + shift }, b),
  );
}

function meet(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end;
}
