import type { Announcement } from '../../domain/notifications/types.js';
import type { TimerBasis } from '../../domain/session/plan-timers.js';
import type {
  Override,
  RejectCategory,
  Resource,
  SessionSnapshot,
  SessionStatus,
  StepResult,
  TimeRefusal,
} from '../../domain/session/types.js';

/** What a step came to, with what its next timers are planned from. */
export interface StoredStep extends StepResult {
  basis: TimerBasis;
}

/** Resources that an override frees for this hold, and why; null for ordinary holds. */
export interface Exemption extends Override {
  exempt: Resource[];
}

export interface BookCommand {
  sessionId: string;
  doctorId: string;
  patientId: string;
  /** ISO instants. */
  startsAt: string;
  endsAt: string;
  /** Rooms in order of preference, tried until one is free; empty for telehealth. */
  roomIds: string[];
  telehealth: boolean;
  visitReason: string | null;
  note: string | null;
  bodyHash: string;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  decisionDueAt: string;
  /** Nothing is booked later than this, by the database's clock; null = no limit. */
  notAfter: string | null;
  /** ADMIN only; absent for ordinary bookings. */
  override?: Exemption | null;
  announcements: Announcement[];
}

export type BookResult =
  | { outcome: 'BOOKED'; snapshot: SessionSnapshot; notificationIds: string[] }
  | { outcome: 'CONFLICT'; conflicts: Resource[] }
  | { outcome: 'FORBIDDEN' };

export interface DecideCommand {
  decisionId: string;
  sessionId: string;
  verdict: 'APPROVE' | 'REJECT';
  reason: string | null;
  category: RejectCategory | null;
  /** null = whatever is current. */
  version: number | null;
  bodyHash: string;
  /** Stored on approval of a telehealth session; ignored otherwise. */
  telehealthUrl: string | null;
  announcements: { APPROVE: Announcement[]; REJECT: Announcement[] };
}

export interface CancelCommand {
  decisionId: string;
  sessionId: string;
  reason: string | null;
  version: number | null;
  bodyHash: string;
  /** Past it the answer is `temporarily_unavailable`, and nothing is written; null = no limit. */
  notAfter: string | null;
  announcements: Announcement[];
}

export interface ReplyCommand {
  decisionId: string;
  sessionId: string;
  /** null where the answer was not given to a prompt (API). */
  promptId: string | null;
  intent: 'CONFIRM' | 'DECLINE' | 'CHANGE';
  announcements: Announcement[];
  /** Written when the prompt is of an older time or expired. */
  lateAnnouncements: Announcement[];
  /**
   * Where the prompt is about a move: CONFIRM approves it, DECLINE keeps the present time, CHANGE leaves it open and asks for a
   * call (`announcements`).
   */
  onMove?: {
    telehealthUrl: string | null;
    announcements: { APPROVE: Announcement[]; REJECT: Announcement[] };
  };
}

/** `now`: the instant for which the timer was set, ISO. */
export interface TimerCommand {
  sessionId: string;
  now: string;
  announcements?: Announcement[];
}

/** A wanted time, as the rule engine has found it bookable. */
export interface WantedTime {
  startsAt: string;
  endsAt: string;
  doctorId: string;
  /** In order of preference, tried until one is free; empty for telehealth. */
  roomIds: string[];
  telehealth: boolean;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  override: Exemption | null;
}

interface Commanded {
  decisionId: string;
  sessionId: string;
  /** null = whatever is current. */
  version: number | null;
  bodyHash: string;
  /** Past it the answer is `temporarily_unavailable`, and nothing is written; null = no limit. */
  notAfter: string | null;
}

/**
 * Another time. By patient or secretary a PENDING request moves at once, an APPROVED session gets a proposal that awaits the
 * doctor; by doctor or admin a proposal that awaits the patient; with an override it moves at once.
 */
export interface MoveCommand extends Commanded {
  wanted: WantedTime;
  reason: string | null;
  /** When an undecided request expires at its new time. */
  decisionDueAt: string;
  /** When the proposal lapses. */
  moveDueAt: string;
  announcements: { MOVED: Announcement[]; AWAITS_DOCTOR: Announcement[]; AWAITS_PATIENT: Announcement[] };
}

export interface DecideMoveCommand extends Commanded {
  verdict: 'APPROVE' | 'REJECT' | 'WITHDRAW';
  reason: string | null;
  telehealthUrl: string | null;
  announcements: { APPROVE: Announcement[]; REJECT: Announcement[]; WITHDRAW: Announcement[] };
}

/** `now`: the instant for which the timer was set, ISO. */
export interface ExpireMoveCommand {
  sessionId: string;
  moveId: string;
  now: string;
  announcements: Announcement[];
}

export interface CloseCommand extends Commanded {
  verdict: 'COMPLETE' | 'NO_SHOW';
}

/** ADMIN only. `wanted` null: time, doctor and place stay. */
export interface AmendCommand extends Commanded {
  reason: string;
  wanted: WantedTime | null;
  status: SessionStatus | null;
  /** Absent members stay as they are. */
  texts: { visitReason?: string | null; note?: string | null };
  decisionDueAt: string | null;
  telehealthUrl: string | null;
  /** By what the change amounts to. */
  announcements: Record<'MOVED' | 'APPROVED' | 'REJECTED' | 'CANCELLED', Announcement[]>;
}

/** ADMIN only. Takes the session's time again, or `wanted`'s room. */
export interface ReopenCommand extends Commanded {
  reason: string;
  wanted: WantedTime;
  decisionDueAt: string;
  announcements: Announcement[];
}

/** ADMIN only. `announcements` are written where the session was still to take place. */
export interface DeleteCommand extends Commanded {
  reason: string;
  announcements: Announcement[];
}

/** A refusal that the rules found before the database was asked: kept like every decision. */
export interface RefuseCommand extends Commanded {
  kind: 'MOVE' | 'AMEND' | 'REOPEN';
  code:
    'slot_taken' | 'slot_not_bookable' | 'confirmation_required' | 'forbidden' | 'invalid_transition' | 'stale_version';
  refusal: TimeRefusal | null;
}

/** The session as the rule engine and the activities need it before a move; null where the actor may not see it. */
export interface MovableSession {
  snapshot: SessionSnapshot;
  patientId: string;
  roomId: string | null;
  telehealth: boolean;
}
