import { busyTime, type BusyTime } from './busy-time.js';
import { covers, type Interval, touches } from './intervals.js';
import { startLimits } from './limits.js';
import { dayOfMinute, minuteOfDay, MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';
import { openingBetween } from './opening.js';
import { slotReason } from './reasons.js';
import { SLOT_RULES, type SchedulingInput, type SlotRequest, type SlotRule, type SlotVerdict } from './types.js';
import { readingAt } from './zone-line.js';

/** Whether one slot can be booked at `nowMs`; names every rule that blocks it, in the order of the closed list. */
export function evaluateSlot(input: SchedulingInput, request: SlotRequest, nowMs: number): SlotVerdict {
  const session = {
    start: Math.floor(request.startsAtMs / MS_PER_MINUTE),
    end: Math.ceil(request.startsAtMs / MS_PER_MINUTE + request.durationMinutes),
  };
  const busy = busyTime(input, request.patientId);
  const freeRoomIds = request.telehealth ? [] : freeRooms(input, request, busy, session);
  const broken = new Set<SlotRule>([
    ...scheduleRules(input, request, session, nowMs),
    ...busyRules(input, busy, session),
    ...roomRules(input, request, freeRoomIds),
    ...(input.doctor.active ? [] : (['doctor_inactive'] as const)),
  ]);
  const reasons = SLOT_RULES.filter((rule) => broken.has(rule)).map((rule) => slotReason(rule, input.policy));
  return { bookable: reasons.length === 0, reasons, freeRoomIds };
}

function scheduleRules(input: SchedulingInput, request: SlotRequest, session: Interval, nowMs: number): SlotRule[] {
  const opening = openingBetween(
    input,
    dayOfMinute(session.start) * MINUTES_PER_DAY,
    (dayOfMinute(session.end) + 1) * MINUTES_PER_DAY,
  );
  const limits = startLimits(input, nowMs);
  const reading = readingAt(opening.line, session.start);
  const offMinute = request.startsAtMs % MS_PER_MINUTE !== 0;
  const rules: SlotRule[] = [];
  if (!covers(opening.hours(), session.start, session.end)) rules.push('outside_hours');
  if (touches(opening.breaks(), session.start, session.end)) rules.push('break');
  if (touches(opening.closed(), session.start, session.end)) rules.push('closed');
  if (request.startsAtMs < nowMs + input.policy.minimumLeadMinutes * MS_PER_MINUTE) rules.push('lead_time');
  if (reading >= limits.localEnd) rules.push('horizon');
  if (offMinute || minuteOfDay(reading) % input.policy.slotStepMinutes !== 0) rules.push('off_step');
  return rules;
}

/** The doctor's busy ranges include buffers, so a touch is the session itself or only the pause around it. */
function busyRules(input: SchedulingInput, busy: BusyTime, session: Interval): SlotRule[] {
  const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = input.policy;
  const rules: SlotRule[] = [];
  if (touches(busy.doctor, session.start - before, session.end + after)) {
    const meets = input.busy.some(({ resource, resourceId, startMs, endMs }) => {
      if (resource !== 'doctor' || resourceId !== input.doctor.id) return false;
      const start = startMs / MS_PER_MINUTE;
      const end = endMs / MS_PER_MINUTE;
      const withoutPauses = end - after > start + before ? { start: start + before, end: end - after } : { start, end };
      return touches([withoutPauses], session.start, session.end);
    });
    rules.push(meets ? 'doctor_busy' : 'buffer');
  }
  if (touches(busy.patient, session.start, session.end)) rules.push('patient_busy');
  return rules;
}

function roomRules(input: SchedulingInput, request: SlotRequest, freeRoomIds: readonly string[]): SlotRule[] {
  if (request.telehealth || freeRoomIds.length > 0) return [];
  const named = request.roomId !== null && input.roomIds.includes(request.roomId);
  return [named ? 'room_busy' : 'no_room'];
}

function freeRooms(input: SchedulingInput, request: SlotRequest, busy: BusyTime, session: Interval): string[] {
  return input.roomIds.filter(
    (roomId) =>
      (request.roomId === null || roomId === request.roomId) && !touches(busy.room(roomId), session.start, session.end),
  );
}
