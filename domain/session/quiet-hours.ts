import { DateTime } from 'luxon';
import type { Policy } from '../policy/policy.js';
import { plusDays } from '../time/local-date.js';

export type QuietRules = Pick<Policy, 'quietHours' | 'timeZone'>;

/** The stretch without messages that an instant lies in, half-open; null where it lies in none. */
export function quietStretchAt(ms: number, { quietHours, timeZone }: QuietRules): QuietStretch | null {
  const { from, to } = quietHours;
  if (from === to) return null;
  const today = inZone(ms, timeZone).toFormat('yyyy-MM-dd');
  for (const day of [plusDays(today, -1), today]) {
    const fromMs = clockAt(day, from, timeZone);
    const toMs = clockAt(from < to ? day : plusDays(day, 1), to, timeZone);
    if (fromMs <= ms && ms < toMs) return { fromMs, toMs };
  }
  return null;
}

export interface QuietStretch {
  fromMs: number;
  toMs: number;
}

/** When a local clock shows a time; in the spring gap what it shows an hour later, in the autumn fold the first of both. */
function clockAt(localDate: string, time: string, timeZone: string): number {
  const at = DateTime.fromISO(`${localDate}T${time}`, { zone: timeZone });
  if (!at.isValid) throw new RangeError(`Not a time in a known zone: "${localDate}T${time}", "${timeZone}".`);
  return at.toMillis();
}

function inZone(ms: number, timeZone: string): DateTime<true> {
  const local = DateTime.fromMillis(ms, { zone: timeZone });
  if (!local.isValid) throw new RangeError(`Not an instant in a known zone: ${ms}, "${timeZone}".`);
  return local;
}
