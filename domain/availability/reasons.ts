import type { Policy } from '../policy/policy.js';
import type { SlotReason, SlotRule } from './types.js';

type PolicyNumbers = Pick<Policy, 'minimumLeadMinutes' | 'maximumHorizonDays' | 'slotStepMinutes'>;

/** The sentence for a rule; it names no person, so that nothing about others leaks through it. */
export function slotReason(rule: SlotRule, policy: PolicyNumbers): SlotReason {
  return { rule, detail: detailOf(rule, policy) };
}

function detailOf(rule: SlotRule, policy: PolicyNumbers): string {
  switch (rule) {
    case 'outside_hours':
      return "This is outside the doctor's working hours.";
    case 'break':
      return 'The doctor has a break then.';
    case 'closed':
      return 'The doctor is away then.';
    case 'lead_time':
      return policy.minimumLeadMinutes === 0
        ? 'This time has passed.'
        : `Sessions are booked at least ${spoken(policy.minimumLeadMinutes)} ahead.`;
    case 'horizon':
      return `Sessions are booked at most ${counted(policy.maximumHorizonDays, 'day')} ahead.`;
    case 'off_step':
      return `Sessions start every ${counted(policy.slotStepMinutes, 'minute')}, counted from midnight.`;
    case 'doctor_busy':
      return 'The doctor has another session then.';
    case 'room_busy':
      return 'The room is taken then.';
    case 'patient_busy':
      return 'The patient has another session then.';
    case 'buffer':
      return 'The doctor needs a pause before or after another session.';
    case 'no_room':
      return 'No room is free then.';
    case 'doctor_inactive':
      return 'The doctor takes no sessions at present.';
  }
}

function spoken(minutes: number): string {
  if (minutes % 1_440 === 0) return counted(minutes / 1_440, 'day');
  if (minutes % 60 === 0) return counted(minutes / 60, 'hour');
  return counted(minutes, 'minute');
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
