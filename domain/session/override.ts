import type { SlotReason, SlotRule } from '../availability/types.js';
import type { Override, Resource } from './types.js';

/** What a violated rule says is taken; null for rules that are about the time itself. */
export function resourceOf(rule: SlotRule): Resource | null {
  switch (rule) {
    case 'doctor_busy':
    case 'buffer':
      return 'doctor';
    case 'room_busy':
    case 'no_room':
      return 'room';
    case 'patient_busy':
      return 'patient';
    case 'outside_hours':
    case 'break':
    case 'closed':
    case 'lead_time':
    case 'horizon':
    case 'off_step':
    case 'doctor_inactive':
      return null;
  }
}

/** Everything that the reasons say is taken, each once, in the order of the reasons. */
export function conflictsOf(reasons: readonly SlotReason[]): Resource[] {
  const resources = reasons.map(({ rule }) => resourceOf(rule)).filter((resource) => resource !== null);
  return [...new Set(resources)];
}

/** CONFIRMED: the session may stand, and these resources may be taken twice for it. */
export type OverrideJudgement = { kind: 'CONFIRMED'; exempt: Resource[] } | { kind: 'UNCONFIRMED' };

/**
 * Whether everything that stands against a time was confirmed, by its rule or by what the rule says is taken. A rule that was
 * confirmed frees its resource only where it is violated; a resource that was confirmed by name is free to be taken by
 * whoever is quicker, too.
 */
export function judgeOverride(reasons: readonly SlotReason[], accept: Override['accept']): OverrideJudgement {
  const isConfirmed = ({ rule }: SlotReason): boolean => {
    const resource = resourceOf(rule);
    return accept.includes(rule) || (resource !== null && accept.includes(resource));
  };
  if (!reasons.every(isConfirmed)) return { kind: 'UNCONFIRMED' };
  const named = RESOURCES.filter((resource) => accept.includes(resource));
  return { kind: 'CONFIRMED', exempt: [...new Set([...conflictsOf(reasons), ...named])] };
}

const RESOURCES: readonly Resource[] = ['doctor', 'room', 'patient'];
