import { busyTime, inMinutes } from './busy-time.js';
import { append, type Interval, merged, subtracted } from './intervals.js';
import { startLimits } from './limits.js';
import { dayOfMinute, minuteOfDay, MINUTES_PER_DAY } from './local-day.js';
import { openingBetween } from './opening.js';
import type { SchedulingInput, SlotRequest } from './types.js';
import type { ZoneLine } from './zone-line.js';

/** What is looked for; a `SlotRequest` without its instant. */
export type SlotWish = Omit<SlotRequest, 'startsAtMs'>;

/**
 * Visits all free starts in the window (epoch minutes), ascending, each with its free rooms. Opening hours, minus what is
 * busy widened to "starts that would touch it", leave ranges of possible starts; the step grid is laid over these. Cost
 * grows with days and busy ranges, not with candidates that are taken.
 */
export function eachFreeStart(
  input: SchedulingInput,
  wish: SlotWish,
  { window, nowMs }: { window: Interval; nowMs: number },
  visit: (minute: number, roomIds: string[]) => void,
): void {
  if (!input.doctor.active || window.start >= window.end) return;
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
  const grid = { line: opening.line, step: input.policy.slotStepMinutes, localEnd: limits.localEnd };
  onGrid(starts, grid, (minute) => {
    const roomIds = roomsAt(minute);
    if (roomIds !== null) visit(minute, roomIds);
  });
}

/** Ranges of starts inside the window that doctor, patient and a named room can take. */
function possibleStarts(
  input: SchedulingInput,
  wish: SlotWish,
  open: readonly Interval[],
  window: Interval,
): Interval[] {
  const fitting: Interval[] = [];
  for (const stretch of open) {
    const start = Math.max(stretch.start, window.start);
    const end = Math.min(stretch.end - wish.durationMinutes + 1, window.end);
    if (start < end) fitting.push({ start, end });
  }
  return subtracted(fitting, blockedStarts(input, wish));
}

/** Starts at which the session, with the doctor's pauses around it, would touch busy time of whom it needs. */
function blockedStarts({ doctor, busy, policy }: SchedulingInput, wish: SlotWish): Interval[] {
  const { durationMinutes, patientId } = wish;
  const namedRoomId = wish.telehealth ? null : wish.roomId;
  const blocked: Interval[] = [];
  for (const range of busy) {
    if (range.resource === 'doctor') {
      if (range.resourceId !== doctor.id) continue;
      const { start, end } = inMinutes(range);
      const reach = durationMinutes + policy.bufferAfterMinutes;
      append(blocked, start - reach + 1, end + policy.bufferBeforeMinutes);
    } else if (range.resourceId === (range.resource === 'patient' ? patientId : namedRoomId)) {
      const { start, end } = inMinutes(range);
      append(blocked, start - durationMinutes + 1, end);
    }
  }
  return merged(blocked);
}

interface Grid {
  line: ZoneLine;
  step: number;
  localEnd: number;
}

/** Visits the minutes of the ranges at which the doctor's clock reads a multiple of the step since local midnight. */
function onGrid(ranges: readonly Interval[], { line, step, localEnd }: Grid, visit: (minute: number) => void): void {
  let index = 0;
  for (const { start, end } of ranges) {
    for (let minute = start; minute < end;) {
      while (line[index]!.end <= minute) index += 1;
      const segment = line[index]!;
      const reading = minute + segment.offset;
      if (reading >= localEnd) return;
      const inDay = minuteOfDay(reading);
      // Over one local day at one offset the grid is even.
      const evenEnd = Math.min(end, segment.end, minute + MINUTES_PER_DAY - inDay);
      const past = inDay % step;
      for (let next = past === 0 ? minute : minute + step - past; next < evenEnd; next += step) visit(next);
      minute = evenEnd;
    }
  }
}

/** Answers, for ascending minutes, the free rooms in order of preference; null where a room is needed and none is free. */
function roomFinder(input: SchedulingInput, wish: SlotWish): (minute: number) => string[] | null {
  const none: string[] = [];
  if (wish.telehealth) return () => none;
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
