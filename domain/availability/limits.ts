import { dayOfMinute, MINUTES_PER_DAY, MS_PER_MINUTE } from './local-day.js';
import type { SchedulingInput } from './types.js';
import { readingAt, zoneLine } from './zone-line.js';

/** How soon and how far ahead a session may start. */
export interface StartLimits {
  /** First epoch minute after the lead time, which is elapsed time. */
  earliest: number;
  /** First minute of the doctor's local time line that is too far ahead: the horizon counts whole local days. */
  localEnd: number;
}

/** The limits as they stand at `nowMs`. */
export function startLimits(
  { doctor, policy }: Pick<SchedulingInput, 'doctor' | 'policy'>,
  nowMs: number,
): StartLimits {
  const nowMinute = Math.floor(nowMs / MS_PER_MINUTE);
  const today = dayOfMinute(readingAt(zoneLine(doctor.timeZone, nowMinute, nowMinute), nowMinute));
  return {
    earliest: Math.ceil((nowMs + policy.minimumLeadMinutes * MS_PER_MINUTE) / MS_PER_MINUTE),
    localEnd: (today + policy.maximumHorizonDays + 1) * MINUTES_PER_DAY,
  };
}
