import { eachFreeStart, type SlotWish } from './free-starts.js';
import { dayNumber, MINUTES_PER_DAY } from './local-day.js';
import { slotWriter } from './slot.js';
import type { SchedulingInput, Slot } from './types.js';
import { instantsReading, zoneLine } from './zone-line.js';

export interface SlotListQuery extends SlotWish {
  /** Local dates of the doctor's zone, `to` exclusive. */
  from: string;
  to: string;
  nowMs: number;
}

/** The free slots that start on the local days, ascending; exactly those that `evaluateSlot` calls bookable. */
export function listSlots(input: SchedulingInput, { from, to, nowMs, ...wish }: SlotListQuery): Slot[] {
  const window = localDays(input.doctor.timeZone, from, to);
  const write = slotWriter(input.doctor.id, wish.durationMinutes);
  const slots: Slot[] = [];
  eachFreeStart(input, wish, { window, nowMs }, (minute, roomIds) => slots.push(write(minute, roomIds)));
  return slots;
}

/** Epoch minutes whose local date lies in [from, to); a day's instants are contiguous also where midnight moves. */
function localDays(timeZone: string, from: string, to: string): { start: number; end: number } {
  const local = { start: dayNumber(from) * MINUTES_PER_DAY, end: dayNumber(to) * MINUTES_PER_DAY };
  const line = zoneLine(timeZone, local.start - MINUTES_PER_DAY, local.end + MINUTES_PER_DAY);
  const instants = instantsReading(line, [local]);
  return { start: instants[0]?.start ?? 0, end: instants.at(-1)?.end ?? 0 };
}
