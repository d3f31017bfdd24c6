import type { Slot, SlotReason, SlotRule } from '../availability/types.js';
import type { ErrorCode } from '../errors.js';

/** Words of a session's life; FHIR Appointment equivalents are in docs/glossary.md. */
export const SESSION_STATUSES = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'COMPLETED',
  'NO_SHOW',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const ATTENDANCES = ['UNKNOWN', 'CONFIRMED', 'DECLINED'] as const;
export type Attendance = (typeof ATTENDANCES)[number];

export const REJECT_CATEGORIES = [
  'TIME_UNAVAILABLE',
  'NEEDS_OTHER_SPECIALTY',
  'NEEDS_PHONE_CALL',
  'DUPLICATE',
  'OTHER',
] as const;
export type RejectCategory = (typeof REJECT_CATEGORIES)[number];

/** What an exclusion constraint can name. */
export type Resource = 'doctor' | 'room' | 'patient';

/** The part of a session that its workflow keeps: ids, words and ISO instants (UTC), no personal data. */
export interface SessionSnapshot {
  sessionId: string;
  status: SessionStatus;
  attendance: Attendance;
  version: number;
  doctorId: string;
  startsAt: string;
  endsAt: string;
  /** When an undecided request expires. */
  decisionDueAt: string;
  /** The one proposal of another time that is still open. */
  move: OpenMove | null;
}

/** Whose word an open move waits for. */
export type MoveAwaits = 'DOCTOR' | 'PATIENT';

/** A proposed time that is held beside the present one; ids and ISO instants (UTC). */
export interface OpenMove {
  moveId: string;
  awaiting: MoveAwaits;
  doctorId: string;
  startsAt: string;
  endsAt: string;
  /** When the proposal lapses and the present time simply stays. */
  dueAt: string;
}

/** True while the session holds its slot. */
export function holdsSlot(status: SessionStatus): boolean {
  return status === 'PENDING' || status === 'APPROVED';
}

/** True when nothing but an admin's correction can change the session any more. */
export function isTerminal(status: SessionStatus): boolean {
  return !holdsSlot(status);
}

/** What an attempt to change a session came to; `notificationIds` are the rows still to be delivered. */
export interface StepResult {
  state: 'APPLIED' | 'REFUSED';
  code: ErrorCode | null;
  snapshot: SessionSnapshot;
  notificationIds: string[];
  /** Why a time was refused, and what is free instead; absent where that is not what was refused. */
  refusal?: TimeRefusal | null;
}

/** What stands against a wanted time: rules that it breaks, resources that are taken, and the nearest free times. */
export interface TimeRefusal {
  reasons: SlotReason[];
  conflicts: Resource[];
  alternatives: Slot[];
}

/**
 * An admin's word that a session may stand although rules or other sessions are against it. `accept` names what was
 * confirmed: rules, or resources that may be taken twice.
 */
export interface Override {
  reason: string;
  accept: (SlotRule | Resource)[];
}
