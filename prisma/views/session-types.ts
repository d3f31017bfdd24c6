import type { Role } from '../../domain/actor.js';
import type { NotificationChannel, NotificationKind, NotificationStatus } from '../../domain/notifications/types.js';
import type { Attendance, RejectCategory, SessionStatus } from '../../domain/session/types.js';

export interface Person {
  id: string;
  fullName: string;
  role: Role;
}

/** The API's Session without `allowedActions`, already cut to what the viewer's role may see. Instants are ISO UTC. */
export interface SessionView {
  id: string;
  code: string;
  status: SessionStatus;
  attendance: Attendance;
  version: number;
  doctor: { id: string; fullName: string };
  /** `email` and `phone` for staff only. */
  patient: { id: string; fullName: string; email?: string | null; phone?: string | null };
  room: { id: string; name: string } | null;
  telehealth: boolean;
  /** From APPROVED on. */
  telehealthUrl: string | null;
  startsAt: string;
  endsAt: string;
  /** The clinic's. */
  timeZone: string;
  decisionDueAt: string;
  createdAt: string;
  createdBy: Person | null;
  decidedAt: string | null;
  decidedBy: Person | null;
  /** Staff only. */
  reason: string | null;
  reasonCategory: RejectCategory | null;
  visitReason: string | null;
  /** Staff only. */
  note: string | null;
  move: SessionMove | null;
  overbooked: boolean;
}

export interface SessionMove {
  id: string;
  status: 'PROPOSED' | 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'WITHDRAWN';
  awaiting: 'DOCTOR' | 'PATIENT';
  startsAt: string;
  endsAt: string;
  /** When the proposal lapses. */
  dueAt: string;
  doctor: { id: string; fullName: string };
  room: { id: string; name: string } | null;
  /** Staff only. */
  reason: string | null;
  proposedBy: Person | null;
}

export type SessionSort = 'startsAt' | '-startsAt' | 'createdAt' | '-createdAt';

/** `from` and `before` are instants: the API turns local dates of the clinic into them. */
export interface SessionFilter {
  status?: SessionStatus[];
  doctorId?: string[];
  patientId?: string[];
  roomId?: string[];
  from?: string;
  before?: string;
  search?: string;
  sort?: SessionSort;
  /** As whom the actor looks: it changes no row of the list, and spares reading those of others. */
  viewer?: Role;
}

export interface HistoryEntry {
  at: string;
  by: Person | null;
  kind: string;
  from: SessionStatus | null;
  to: SessionStatus;
  /** A patient sees the category only. */
  reason: string | null;
  channel: string;
  version: number;
  /** Ids and ISO instants, for what concerns times. */
  details?: HistoryDetails;
}

export type HistoryDetails = Partial<
  Record<
    | 'moveId'
    | 'withdrawnMoveId'
    | 'startsAt'
    | 'endsAt'
    | 'doctorId'
    | 'roomId'
    | 'previousStartsAt'
    | 'previousEndsAt'
    | 'previousDoctorId'
    | 'previousRoomId'
    | 'proposedStartsAt'
    | 'proposedEndsAt',
    string
  >
>;

export interface MessageView {
  kind: NotificationKind;
  channel: NotificationChannel;
  status: NotificationStatus;
  providerId: string | null;
  at: string;
}
