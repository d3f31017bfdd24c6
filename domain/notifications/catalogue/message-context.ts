import type { MoveAwaits, RejectCategory, SessionStatus } from '../../session/types.js';
import type { PatientKind } from '../types.js';

/** What a message to the patient may speak of: plain data, instants ISO UTC. Nothing medical belongs here. */
export interface MessageContext {
  kind: PatientKind;
  /** A language tag; what is not Spanish is written in English. */
  language: string;
  clinicName: string;
  /** The clinic's zone: all times are told in it. */
  timeZone: string;
  code: string | null;
  /** The session's present status; an answer that comes late is told about it. */
  status: SessionStatus | null;
  patientName: string | null;
  doctorName: string | null;
  startsAt: string | null;
  endsAt: string | null;
  /** Room and where it is; null for telehealth and before a room is known. */
  place: string | null;
  /** Only from the approval on. */
  telehealthUrl: string | null;
  reasonCategory: RejectCategory | null;
  /** Starts of other free slots, nearest first; up to three are named. */
  alternatives: string[];
  /** The number has had no text from us: the message says how to stop. */
  firstMessage: boolean;
  /** Who called a session off, where it is known. */
  cancelledBy?: 'PATIENT' | 'CLINIC' | null;
  /** MOVED: the start before, where the time is another one. */
  previousStartsAt?: string | null;
  /** Another time that is, or was, proposed. */
  proposal?: Proposal | null;
  /** A reminder of several sessions: all of them, earliest first. */
  sessions?: RemindedOf[];
  /** STAFF_REPLY: what somebody at the desk wrote. */
  words?: string | null;
}

export interface Proposal {
  startsAt: string;
  endsAt: string | null;
  /** null: the same doctor. */
  doctorName: string | null;
  /** When it lapses; null where it is over. */
  dueAt: string | null;
  /** Whose word it waits, or waited, for. */
  awaiting: MoveAwaits;
}

export interface RemindedOf {
  code: string;
  startsAt: string;
  endsAt: string;
  doctorName: string;
  place: string | null;
  telehealthUrl: string | null;
}
