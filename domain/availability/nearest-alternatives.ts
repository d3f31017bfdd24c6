import { eachFreeStart } from './free-starts.js';
import { MS_PER_MINUTE } from './local-day.js';
import { alternativesWindow, type MsWindow } from './scheduling-window.js';
import { slotWriter } from './slot.js';
import type { SchedulingInput, Slot, SlotRequest } from './types.js';

/**
 * Free slots of the same doctor in any room, nearest to the wanted start first (the earlier one of a pair). The wanted
 * start itself is among them only where another room is free for it. `window` must lie inside what was loaded; by
 * default it is that of `schedulingWindow({ startsAtMs, nowMs })`.
 */
export function nearestAlternatives(
  input: SchedulingInput,
  request: SlotRequest,
  nowMs: number,
  count = 3,
  window: MsWindow = alternativesWindow({ startsAtMs: request.startsAtMs, nowMs }),
): Slot[] {
  const wantedMinute = request.startsAtMs / MS_PER_MINUTE;
  const minutes = {
    start: Math.ceil(window.fromMs / MS_PER_MINUTE),
    end: Math.ceil(window.toMs / MS_PER_MINUTE),
  };
  const distance = (minute: number): number => Math.abs(minute - wantedMinute);
  const found: { minute: number; roomIds: string[] }[] = [];
  eachFreeStart(input, { ...request, roomId: null }, { window: minutes, nowMs }, (minute, roomIds) => {
    if (minute !== wantedMinute || isOtherRoom(request, roomIds)) found.push({ minute, roomIds });
  });
  const write = slotWriter(input.doctor.id, request.durationMinutes);
  return found
    .sort((a, b) => distance(a.minute) - distance(b.minute) || a.minute - b.minute)
    .slice(0, count)
    .map(({ minute, roomIds }) => write(minute, roomIds));
}

/** At the wanted start only another room than the named one is an alternative. */
function isOtherRoom({ roomId, telehealth }: SlotRequest, freeRoomIds: readonly string[]): boolean {
  return !telehealth && roomId !== null && !freeRoomIds.includes(roomId);
}
