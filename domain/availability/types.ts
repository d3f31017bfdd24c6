import type { Policy } from '../policy/policy.js';

/** Every rule that can block a slot; the closed list of the HTTP contract. */
export const SLOT_RULES = [
  'outside_hours',
  'break',
  'closed',
  'lead_time',
  'horizon',
  'off_step',
  'doctor_busy',
  'room_busy',
  'patient_busy',
  'buffer',
  'no_room',
  'doctor_inactive',
] as const;
export type SlotRule = (typeof SLOT_RULES)[number];

export interface SlotReason {
  rule: SlotRule;
  /** One sentence for a person; names no other person. */
  detail: string;
}

/** A stretch of local minutes from midnight, half-open. `endMinute` ≤ `startMinute` ends the next day; 1440 is 24:00. */
export interface LocalStretch {
  startMinute: number;
  endMinute: number;
}

export interface WeeklyStretch extends LocalStretch {
  /** ISO weekday, 1 = Monday. */
  weekday: number;
  breaks: LocalStretch[];
}

/** Weekly hours that hold from `validFrom` to `validTo` (local dates, `validTo` exclusive; null = open end). */
export interface AvailabilityPeriod {
  validFrom: string;
  validTo: string | null;
  weekly: WeeklyStretch[];
}

/** Local dates, `to` inclusive. CLOSED without minutes closes whole days; OPEN always has minutes. */
export interface AvailabilityException {
  from: string;
  to: string;
  kind: 'CLOSED' | 'OPEN';
  startMinute: number | null;
  endMinute: number | null;
}

/** Busy time of one resource, half-open, epoch milliseconds. The doctor's range includes buffers. No identities. */
export interface BusyRange {
  resource: 'doctor' | 'room' | 'patient';
  resourceId: string;
  startMs: number;
  endMs: number;
}

/** All that the rule engine needs about one doctor, and the patient and rooms where they matter. */
export interface SchedulingInput {
  doctor: { id: string; active: boolean; timeZone: string };
  periods: AvailabilityPeriod[];
  exceptions: AvailabilityException[];
  /** Active rooms in order of preference (fairness is the loader's business). */
  roomIds: string[];
  busy: BusyRange[];
  policy: Policy;
}

/** What somebody wants; `roomId` null = any room; a telehealth session needs none. */
export interface SlotRequest {
  startsAtMs: number;
  durationMinutes: number;
  roomId: string | null;
  patientId: string | null;
  telehealth: boolean;
}

export interface SlotVerdict {
  bookable: boolean;
  reasons: SlotReason[];
  /** Rooms free for it, in order of preference; empty for telehealth. */
  freeRoomIds: string[];
}

/** A free slot; instants are ISO UTC with `Z`. */
export interface Slot {
  doctorId: string;
  startsAt: string;
  endsAt: string;
  roomIds: string[];
}
