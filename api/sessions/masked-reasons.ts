import type { Role } from '../../domain/actor.js';
import { slotReason } from '../../domain/availability/index.js';
import type { SlotReason, SlotRule } from '../../domain/availability/types.js';
import type { Policy } from '../../domain/policy/policy.js';

/** To a patient, what the doctor does with time that is not free is all the same. */
const MASKED: Partial<Record<SlotRule, SlotRule>> = { buffer: 'doctor_busy', room_busy: 'no_room' };

/** Why a time is not free, as far as the role may know. */
export function maskedReasons(role: Role, reasons: SlotReason[], policy: Policy): SlotReason[] {
  if (role !== 'PATIENT') return reasons;
  const rules = new Set(reasons.map(({ rule }) => MASKED[rule] ?? rule));
  return [...rules].map((rule) => slotReason(rule, policy));
}
