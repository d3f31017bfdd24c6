import type { ActorRole } from '../../domain/actor.js';
import type {
  NotificationChannel,
  NotificationKind,
  NotificationRecipient,
  NotificationStatus,
} from '../../domain/notifications/types.js';
import type { Attendance, MoveAwaits, RejectCategory, SessionStatus } from '../../domain/session/types.js';

/** One notification row with everything that its text may need. Instants are ISO UTC. */
export interface DeliveryContext {
  notification: {
    id: string;
    kind: NotificationKind;
    channel: NotificationChannel;
    recipient: NotificationRecipient;
    status: NotificationStatus;
    address: string | null;
    body: string | null;
    subject: string | null;
    providerId: string | null;
    attempts: number;
    sessionVersion: number | null;
    createdAt: string;
    /** SMS only: the number that will be texted has opted out, whoever it belongs to. */
    optedOut: boolean;
  };
  session: DeliverySession | null;
  /** What the history says of the version that the message tells of. */
  change: DeliveryChange | null;
  /** The proposal that is open now. */
  move: DeliveryMove | null;
  /** REMINDER and SAME_DAY: what the message speaks of, earliest first; sessions that are off are left out. */
  together: RemindedSession[];
  clinic: { name: string; timeZone: string };
  patient: DeliveryPatient | null;
  /** The session's doctor. */
  doctor: { id: string; fullName: string } | null;
  /** The doctor whom the message is for: as a rule the session's, else who covers, or whose time is asked for. */
  addressee: { id: string; fullName: string; slackUserId: string | null } | null;
  room: DeliveryRoom | null;
  /** Messages to doctors that show the session, oldest first. */
  cards: PostedCard[];
  /** True when no SMS was ever begun to this number before. */
  firstSms: boolean;
}

export interface DeliveryRoom {
  name: string;
  location: string | null;
}

export interface DeliveryChange {
  kind: string;
  byRole: ActorRole;
  startsAt: string | null;
  /** Where the time changed. */
  previousStartsAt: string | null;
  /** The proposal that a MOVE_ kind is about. */
  moveId: string | null;
  proposedStartsAt: string | null;
  awaiting: MoveAwaits | null;
}

export interface DeliveryMove {
  id: string;
  awaiting: MoveAwaits;
  startsAt: string;
  endsAt: string;
  dueAt: string;
  doctorId: string;
  doctorName: string;
  room: DeliveryRoom | null;
  proposedBy: string | null;
  proposedByRole: ActorRole | null;
  reason: string | null;
}

export interface RemindedSession {
  sessionId: string;
  code: string;
  startsAt: string;
  endsAt: string;
  attendance: Attendance;
  doctorName: string;
  telehealthUrl: string | null;
  room: DeliveryRoom | null;
}

export interface PostedCard {
  notificationId: string;
  kind: NotificationKind;
  /** Whose messages it is in. */
  doctorId: string;
  channelId: string;
  ts: string;
}

export interface DeliverySession {
  id: string;
  code: string;
  status: SessionStatus;
  attendance: Attendance;
  version: number;
  startsAt: string;
  endsAt: string;
  telehealth: boolean;
  telehealthUrl: string | null;
  visitReason: string | null;
  reason: string | null;
  reasonCategory: RejectCategory | null;
  decidedAt: string | null;
  /** Name of who decided. */
  decidedBy: string | null;
  decisionDueAt: string;
  createdAt: string;
  overbooked: boolean;
  /** At some time, so that it is in the patient's calendar. */
  wasApproved: boolean;
  /** Who called it off, where the session is CANCELLED now. */
  cancelledBy: string | null;
  cancelledByRole: ActorRole | null;
}

export interface DeliveryPatient {
  id: string;
  fullName: string;
  email: string | null;
  phone: string | null;
  /** Verified, or entered by staff with consent. */
  phoneUsable: boolean;
  language: string;
  optedOut: boolean;
  /** Has, or has had, another session with that doctor that was approved. */
  known: boolean;
}
