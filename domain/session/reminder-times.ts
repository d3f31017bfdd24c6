import type { Policy } from '../policy/policy.js';
import { quietStretchAt, type QuietRules } from './quiet-hours.js';

export interface RemindersInput {
  startsAtMs: number;
  /** What was past when the session got its present time and approval is skipped: the patient was told just then. */
  approvedSinceMs: number;
  nowMs: number;
  policy: QuietRules & Pick<Policy, 'reminderOffsetsMinutes'>;
}

export interface ReminderTime {
  offsetMinutes: number;
  /** When it would go by the rules alone, whether or not that is past. */
  dueMs: number;
  /** When it goes; not after `nowMs` means at once, null that it does not go any more. */
  atMs: number | null;
}

const MINUTE_MS = 60_000;
/** A reminder that quiet hours forbid goes so long before they begin: 20:30 where they begin at 21:00. */
const BEFORE_QUIET_MS = 30 * MINUTE_MS;
/** One that could only go after quiet hours is worth it with so much time left. */
const WORTH_IT_MS = 60 * MINUTE_MS;

/** The reminders of an approved session from the earliest to the last; those that were past at the approval are left out. */
export function reminderTimes(input: RemindersInput): ReminderTime[] {
  const { policy, startsAtMs, approvedSinceMs } = input;
  const offsets = [...new Set(policy.reminderOffsetsMinutes)].sort((a, b) => b - a);
  const dues = offsets.map((offsetMinutes) => ({ offsetMinutes, dueMs: dueOf(startsAtMs, offsetMinutes, policy) }));
  return dues.flatMap(({ offsetMinutes, dueMs }, index): ReminderTime[] => {
    if (dueMs <= approvedSinceMs) return [];
    const isOvertaken = dues.slice(index + 1).some((later) => later.dueMs <= Math.max(dueMs, input.nowMs));
    return [{ offsetMinutes, dueMs, atMs: isOvertaken ? null : goesAt(dueMs, input) }];
  });
}

function dueOf(startsAtMs: number, offsetMinutes: number, policy: QuietRules): number {
  const plainMs = startsAtMs - offsetMinutes * MINUTE_MS;
  const quiet = quietStretchAt(plainMs, policy);
  return quiet === null ? plainMs : quiet.fromMs - BEFORE_QUIET_MS;
}

/** Late means that nobody was there to send it: it goes at once, though not at night, and not after the start. */
function goesAt(dueMs: number, { nowMs, startsAtMs, policy }: RemindersInput): number | null {
  if (nowMs >= startsAtMs) return null;
  if (dueMs >= nowMs) return dueMs;
  const quiet = quietStretchAt(nowMs, policy);
  if (quiet === null) return dueMs;
  return quiet.toMs <= startsAtMs - WORTH_IT_MS ? quiet.toMs : null;
}
