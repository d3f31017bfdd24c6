import type { Fault } from '../../fault.js';
import { localDateOf } from '../../time/local-date.js';

/**
 * From which day weekly hours may hold. A date is past by the doctor's present zone. All local times of a doctor are read
 * in one zone, so a new zone holds from today on, the later of the two zones' todays, and cannot wait for a later day.
 */
export function firstDayVerdict(
  wanted: { timeZone: string; validFrom: string },
  presentZone: string,
  nowMs: number,
): { kind: 'GOOD' } | { kind: 'PAST'; today: string } | { kind: 'FAULTY'; faults: Fault[] } {
  const today = localDateOf(nowMs, presentZone);
  if (wanted.validFrom < today) return { kind: 'PAST', today };
  if (wanted.timeZone === presentZone) return { kind: 'GOOD' };
  const there = localDateOf(nowMs, wanted.timeZone);
  const firstDay = there > today ? there : today;
  if (wanted.validFrom === firstDay) return { kind: 'GOOD' };
  const message = `must be ${firstDay} where the zone changes (now ${presentZone}); change the zone that day, later hours in its zone`;
  return { kind: 'FAULTY', faults: [{ pointer: '/validFrom', message }] };
}
