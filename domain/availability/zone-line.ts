import { IANAZone } from 'luxon';
import type { Interval } from './intervals.js';
import { MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';

/** A stretch of instants (epoch minutes, half-open) with one offset: local minute = instant minute + offset. */
export interface OffsetSegment extends Interval {
  offset: number;
}

/** The offsets that hold between two instants, in order and without gaps. */
export type ZoneLine = readonly OffsetSegment[];

/** Offsets at the starts of UTC days, by zone: a memo of the zone database, which does not change while we run. */
const offsetsByZone = new Map<string, Map<number, number>>();
const MAX_REMEMBERED_DAYS = 4_000;

/** The zone's offsets over [from, to) epoch minutes, looked up once per day; a change inside a day is found exactly. */
export function zoneLine(timeZone: string, from: number, to: number): ZoneLine {
  const offsetAt = offsetLookup(timeZone);
  const line: OffsetSegment[] = [];
  let current: OffsetSegment = { start: from, end: from, offset: offsetAt(from) };
  line.push(current);
  for (let at = from; at < to;) {
    const next = Math.min((Math.floor(at / MINUTES_PER_DAY) + 1) * MINUTES_PER_DAY, to);
    const offset = offsetAt(next);
    if (offset === current.offset) {
      current.end = next;
    } else {
      current.end = firstMinuteWith(offset, at, next, offsetAt);
      current = { start: current.end, end: next, offset };
      line.push(current);
    }
    at = next;
  }
  return line;
}

/** Instants at which the local clock reads [from, to): none in the spring gap, twice in the autumn fold. */
export function instantsReading(line: ZoneLine, from: number, to: number): Interval[] {
  const found: Interval[] = [];
  for (const segment of line) {
    const start = Math.max(from - segment.offset, segment.start);
    const end = Math.min(to - segment.offset, segment.end);
    if (start < end) found.push({ start, end });
  }
  return found;
}

/** The local minute that the clock reads at an instant of the line. */
export function readingAt(line: ZoneLine, minute: number): number {
  const segment = line.find(({ start, end }) => minute >= start && minute < end) ?? line.at(-1);
  return minute + (segment?.offset ?? 0);
}

function offsetLookup(timeZone: string): (minute: number) => number {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`Unknown time zone "${timeZone}".`);
  let known = offsetsByZone.get(timeZone);
  if (known === undefined) offsetsByZone.set(timeZone, (known = new Map<number, number>()));
  const days = known;
  return (minute) => {
    if (minute % MINUTES_PER_DAY !== 0) return zone.offset(minute * MS_PER_MINUTE);
    let offset = days.get(minute);
    if (offset === undefined) {
      if (days.size >= MAX_REMEMBERED_DAYS) days.clear();
      days.set(minute, (offset = zone.offset(minute * MS_PER_MINUTE)));
    }
    return offset;
  };
}

/** Bisects for the change; zones change at most once a day. */
function firstMinuteWith(offset: number, before: number, after: number, offsetAt: (minute: number) => number): number {
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offsetAt(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
