import { busyTime } from './busy-time.js';
import { type Interval, merged, subtracted } from './intervals.js';
import { startLimits } from './limits.js';
import { dayOfMinute, minuteOfDay, MINUTES_PER_DAY } from './local-day.js';
import { openingBetween } from './opening.js';
import type { SchedulingInput, SlotRequest } from './types.js';
import type { ZoneLine } from './zone-line.js';

/** A minute at which a session can begin, and the rooms that are free for all of it. */
export interface FreeStart {
  minute: number;
  roomIds: string[];
}

/** What is looked for; a `SlotRequest` without its instant. */
export type SlotWish = Omit<SlotRequest, 'startsAtMs'>;

/**
 * All free starts in the window (epoch minutes), ascending. Opening hours, minus what is busy widened to "starts that
 * would touch it", leave ranges of possible starts; the step grid is laid over these. Cost grows with days and busy
 * ranges, not with candidates that are taken.
 */
export function freeStarts(input: SchedulingInput, wish: SlotWish, window: Interval, nowMs: number): FreeStart[] {
  if (!input.doctor.active || window.start >= window.end) return [];
  const limits = startLimits(input, nowMs);
  const opening = openingBetween(
    input,
    dayOfMinute(window.start) * MINUTES_PER_DAY,
    (dayOfMinute(window.end + wish.durationMinutes) + 1) * MINUTES_PER_DAY,
  );
  const starts = possibleStarts(input, wish, opening.open, {
    start: Math.max(window.start, limits.earliest),
    end: window.end,
  });
  const roomsAt = roomFinder(input, wish);
  const found: FreeStart[] = [];
  for (const minute of onGrid(starts, opening.line, input.policy.slotStepMinutes, limits.localEnd)) {
    const roomIds = roomsAt(minute);
    if (roomIds !== null) found.push({ minute, roomIds });
  }
  return found;
}

/** Ranges of starts inside the window that doctor, patient and a named room can take. */
function possibleStarts(
  input: SchedulingInput,
  { durationMinutes, patientId, roomId, telehealth }: SlotWish,
  open: readonly Interval[],
  window: Interval,
): Interval[] {
  const { bufferBeforeMinutes, bufferAfterMinutes } = input.policy;
  const busy = busyTime(input, patientId);
  const room = roomId === null || telehealth ? [] : busy.room(roomId);
  const blocked = [
    ...busy.doctor.map(({ start, end }) => ({
      start: start - durationMinutes - bufferAfterMinutes + 1,
      end: end + bufferBeforeMinutes,
    })),
    ...[...busy.patient, ...room].map(({ start, end }) => ({ start: start - durationMinutes + 1, end })),
  ];
  const fitting = open.map(({ start, end }) => ({
    start: Math.max(start, window.start),
    end: Math.min(end - durationMinutes + 1, window.end),
  }));
  return subtracted(
    fitting.filter(({ start, end }) => start < end),
    merged(blocked),
  );
}

/** Minutes of the ranges at which the doctor's clock reads a multiple of the step since local midnight. */
function* onGrid(ranges: readonly Interval[], line: ZoneLine, step: number, localEnd: number): Generator<number> {
  let index = 0;
  for (const { start, end } of ranges) {
    for (let minute = start; minute < end;) {
      while (index < line.length - 1 && line[index]!.end <= minute) index += 1;
      const segment = line[index]!;
      const reading = minute + segment.offset;
      if (reading >= localEnd) return;
      const inDay = minuteOfDay(reading);
      const past = inDay % step;
      if (past === 0) yield minute;
      minute += Math.min(step - past, MINUTES_PER_DAY - inDay, Math.max(segment.end - minute, 1));
    }
  }
}

/** Answers, for ascending minutes, the free rooms in order of preference; null where a room is needed and none is free. */
function roomFinder(input: SchedulingInput, wish: SlotWish): (minute: number) => string[] | null {
  if (wish.telehealth) return () => [];
  const wanted = input.roomIds.filter((roomId) => wish.roomId === null || roomId === wish.roomId);
  const busy = busyTime(input, null);
  const rooms = wanted.map((roomId) => ({ roomId, isFree: freedom(busy.room(roomId), wish.durationMinutes) }));
  return (minute) => {
    const roomIds: string[] = [];
    for (const { roomId, isFree } of rooms) if (isFree(minute)) roomIds.push(roomId);
    return roomIds.length === 0 ? null : roomIds;
  };
}

function freedom(busy: readonly Interval[], durationMinutes: number): (minute: number) => boolean {
  let next = 0;
  return (minute) => {
    while (next < busy.length && busy[next]!.end <= minute) next += 1;
    return next === busy.length || busy[next]!.start >= minute + durationMinutes;
  };
}
