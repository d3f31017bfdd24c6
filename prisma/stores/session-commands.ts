import type { Announcement } from '../../domain/notifications/types.js';
import type { RejectCategory, Resource, SessionSnapshot } from '../../domain/session/types.js';

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
}

/** `now`: the instant for which the timer was set, ISO. */
export interface TimerCommand {
  sessionId: string;
  now: string;
  announcements?: Announcement[];
}
