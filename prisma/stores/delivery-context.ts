import type { ActorRole } from '../../domain/actor.js';
import type {
  NotificationChannel,
  NotificationKind,
  NotificationRecipient,
  NotificationStatus,
} from '../../domain/notifications/types.js';
import type { Attendance, RejectCategory, SessionStatus } from '../../domain/session/types.js';

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
  clinic: { name: string; timeZone: string };
  patient: DeliveryPatient | null;
  doctor: { id: string; fullName: string; slackUserId: string | null } | null;
  room: { name: string; location: string | null } | null;
  /** The doctor's card, once it was posted. */
  card: { channelId: string; ts: string } | null;
  /** True when no SMS was ever begun to this number before. */
  firstSms: boolean;
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
