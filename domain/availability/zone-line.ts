import { IANAZone } from 'luxon';
import { type Interval, merged } from './intervals.js';
import { dayOfMinute, MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';

/** A stretch of instants (epoch minutes, half-open) with one offset: local minute = instant minute + offset. */
export interface OffsetSegment extends Interval {
  offset: number;
}

/** The offsets that hold between two instants, in order and without gaps. */
export type ZoneLine = readonly OffsetSegment[];

/** What is known of a zone: a memo of the zone database, which does not change while we run. */
interface KnownZone {
  offsetAt(minute: number): number;
  /** Offsets at the starts of UTC days. */
  offsets: Map<number, number>;
  /** First minutes with another offset, by the start of their UTC day. */
  changes: Map<number, number>;
}

const knownZones = new Map<string, KnownZone>();
const MAX_REMEMBERED_DAYS = 4_000;

/**
 * The zone's offsets over the UTC days that [from, to] touches (epoch minutes), looked up once per day; a change inside
 * a day is found to the minute.
 */
export function zoneLine(timeZone: string, from: number, to: number): ZoneLine {
  const zone = knownZone(timeZone);
  const first = dayOfMinute(from) * MINUTES_PER_DAY;
  const end = (dayOfMinute(to) + 1) * MINUTES_PER_DAY;
  let current: OffsetSegment = { start: first, end, offset: offsetOfDay(zone, first) };
  const line = [current];
  for (let day = first; day < end; day += MINUTES_PER_DAY) {
    const offset = offsetOfDay(zone, day + MINUTES_PER_DAY);
    if (offset === current.offset) continue;
    current.end = changeWithin(zone, day, offset);
    current = { start: current.end, end, offset };
    line.push(current);
  }
  return line;
}

/**
 * Instants at which the local clock reads one of the `local` minutes (merged), merged: none in the spring gap, twice in
 * the autumn fold.
 */
export function instantsReading(line: ZoneLine, local: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const segment of line) {
    for (const reading of local) {
      const start = Math.max(reading.start - segment.offset, segment.start);
      const end = Math.min(reading.end - segment.offset, segment.end);
      if (start < end) found.push({ start, end });
    }
  }
  return line.length === 1 ? found : merged(found);
}

/** The local minute that the clock reads at an instant of the line. */
export function readingAt(line: ZoneLine, minute: number): number {
  const segment = line.find(({ start, end }) => minute >= start && minute < end) ?? line.at(-1);
  return minute + (segment?.offset ?? 0);
}

function knownZone(timeZone: string): KnownZone {
  let known = knownZones.get(timeZone);
  if (known === undefined) {
    const zone = IANAZone.create(timeZone);
    if (!zone.isValid) throw new RangeError(`Unknown time zone "${timeZone}".`);
    known = { offsetAt: (minute) => zone.offset(minute * MS_PER_MINUTE), offsets: new Map(), changes: new Map() };
    knownZones.set(timeZone, known);
  }
  return known;
}

function offsetOfDay({ offsetAt, offsets }: KnownZone, day: number): number {
  return remembered(offsets, day, () => offsetAt(day));
}

/** Bisects a UTC day for the minute from which `offset` holds; zones change at most once a day. */
function changeWithin({ offsetAt, changes }: KnownZone, day: number, offset: number): number {
  return remembered(changes, day, () => {
    let before = day;
    let after = day + MINUTES_PER_DAY;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === offset) after = middle;
      else before = middle;
    }
    return after;
  });
}

function remembered(memo: Map<number, number>, key: number, find: () => number): number {
  let value = memo.get(key);
  if (value === undefined) {
    if (memo.size >= MAX_REMEMBERED_DAYS) memo.clear();
    memo.set(key, (value = find()));
  }
  return value;
}
