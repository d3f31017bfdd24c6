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
}
