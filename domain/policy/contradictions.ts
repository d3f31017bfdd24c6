import { IANAZone } from 'luxon';
import type { Fault } from '../fault.js';
import { clinicNameFault } from './clinic-name.js';
import type { Policy } from './policy.js';
import { MAX_REMINDERS, POLICY_RANGES, type RangedField } from './ranges.js';

const DAY_MINUTES = 1_440;
/** Whatever may not be sent at night needs an hour of the day, half an hour before the night begins included. */
const SPEAKING_MINUTES = 60;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Everything in a policy that cannot be, or cannot be together; empty for one that can be in force. */
export function policyContradictions(policy: Policy): Fault[] {
  return [
    ...outOfRange(policy),
    ...one('/clinicName', clinicNameFault(policy.clinicName)),
    ...one('/timeZone', timeZoneFault(policy.timeZone)),
    ...one('/slotStepMinutes', stepFault(policy)),
    ...one('/minimumLeadMinutes', leadFault(policy)),
    ...one('/decisionLeadMinutes', decisionLeadFault(policy)),
    ...reminderFaults(policy),
    ...one('/quietHours', quietFault(policy.quietHours)),
  ];
}

/** Why it cannot be a clinic's zone; null where it can, as far as this runtime knows. */
export function timeZoneFault(timeZone: string): string | null {
  const isKnown = (timeZone.includes('/') || timeZone === 'UTC') && IANAZone.isValidZone(timeZone);
  return isKnown ? null : 'must be an IANA time zone, like Europe/Berlin';
}

function outOfRange(policy: Policy): Fault[] {
  return Object.entries(POLICY_RANGES).flatMap(([field, [min, max]]) => {
    const value = policy[field as RangedField];
    const isInside = Number.isInteger(value) && value >= min && value <= max;
    return one(`/${field}`, isInside ? null : `must be a whole number from ${min} to ${max}`);
  });
}

function stepFault({ slotStepMinutes: step }: Policy): string | null {
  if (DAY_MINUTES % step === 0) return null;
  return 'must divide the day, or its times would shift from one day to the next; take 5, 10, 15, 20, 30 or 60';
}

function leadFault({ minimumLeadMinutes: lead, maximumHorizonDays: days }: Policy): string | null {
  if (lead < days * DAY_MINUTES) return null;
  return `must be less than the horizon of ${days * DAY_MINUTES} minutes, or nothing could be booked`;
}

function decisionLeadFault({ decisionLeadMinutes, minimumLeadMinutes }: Policy): string | null {
  if (decisionLeadMinutes === 0 || decisionLeadMinutes < minimumLeadMinutes) return null;
  return `must be less than minimumLeadMinutes (${minimumLeadMinutes}), or 0: what is booked at the last minute would expire at once`;
}

function reminderFaults({ reminderOffsetsMinutes: offsets, maximumHorizonDays: days }: Policy): Fault[] {
  const tooMany =
    offsets.length > MAX_REMINDERS ? `may have ${MAX_REMINDERS} reminders, and has ${offsets.length}` : null;
  const faults = offsets.map((offset, index) => {
    const before = offsets[index - 1];
    if (!Number.isInteger(offset) || offset < 1) return 'must be a whole number of minutes, 1 or more';
    if (offset > days * DAY_MINUTES) return `must be within the horizon of ${days * DAY_MINUTES} minutes`;
    if (offset === before) return 'is there twice';
    return before !== undefined && offset > before
      ? 'must be less than the one before it: the earliest reminder comes first'
      : null;
  });
  return [
    ...one('/reminderOffsetsMinutes', tooMany),
    ...faults.flatMap((fault, index) => one(`/reminderOffsetsMinutes/${index}`, fault)),
  ];
}

function quietFault({ from, to }: Policy['quietHours']): string | null {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start === null || end === null) return 'must be from and to as HH:mm, like 21:00 and 08:00';
  const loud = (start - end + DAY_MINUTES) % DAY_MINUTES;
  if (start === end) return 'must not begin and end at the same time: that could be no hours or all of them';
  return loud < SPEAKING_MINUTES ? 'must leave at least an hour of the day for messages' : null;
}

function minuteOf(time: string): number | null {
  const [, hours, minutes] = CLOCK.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

const one = (pointer: string, message: string | null): Fault[] => (message === null ? [] : [{ pointer, message }]);
