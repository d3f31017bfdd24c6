import { inMinutes } from '../busy-time.js';
import { firstEndingAfter, type Interval } from '../intervals.js';
import { MINUTES_PER_DAY } from '../local-day.js';
import { openingBetween, type Opening } from '../opening.js';
import type { Schedule } from './schedule.js';

/** A session to come; epoch milliseconds, half-open. */
export interface BookedTime {
  id: string;
  startMs: number;
  endMs: number;
}

/**
 * The sessions that a change leaves outside a doctor's hours: those that were inside, and those that lie in time which is
 * closed anew. A session that was outside before and is only as much so afterwards is none of the change's business.
 * Hours are read once for all of them, because bookings wait meanwhile.
 */
export function affectedSessions(before: Schedule, after: Schedule, sessions: readonly BookedTime[]): BookedTime[] {
  if (sessions.length === 0) return [];
  const known = new Set(before.exceptions.map(({ id }) => id));
  const closures = after.exceptions.filter(({ id, kind }) => kind === 'CLOSED' && !known.has(id));
  const span = spanOf(sessions);
  const openBefore = openingOver(before, span).open;
  const openAfter = openingOver(after, span).open;
  const closedAnew = openingOver({ ...after, periods: [], exceptions: closures }, span).closed();
  return sessions.filter((session) => {
    const time = inMinutes(session);
    return touchesAny(closedAnew, time) || (liesWithin(openBefore, time) && !liesWithin(openAfter, time));
  });
}

function spanOf(sessions: readonly BookedTime[]): Interval {
  const span = { start: Infinity, end: -Infinity };
  for (const { start, end } of sessions.map(inMinutes)) {
    span.start = Math.min(span.start, start);
    span.end = Math.max(span.end, end);
  }
  return span;
}

function openingOver({ timeZone, periods, exceptions }: Schedule, { start, end }: Interval): Opening {
  const doctor = { id: '', active: true, timeZone };
  return openingBetween({ doctor, periods, exceptions }, start - MINUTES_PER_DAY, end + MINUTES_PER_DAY);
}

function touchesAny(intervals: readonly Interval[], { start, end }: Interval): boolean {
  const next = firstEndingAfter(intervals, start);
  return next !== undefined && next.start < end;
}

function liesWithin(intervals: readonly Interval[], { start, end }: Interval): boolean {
  const next = firstEndingAfter(intervals, start);
  return next !== undefined && next.start <= start && end <= next.end;
}
