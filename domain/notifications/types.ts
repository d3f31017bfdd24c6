/**
 * What happened, in the words of the "who hears what" table. MOVE_PROPOSED asks the one whom a proposed time awaits; the
 * other MOVE_ kinds tell its proposer how it went. SAME_DAY is the short note to who has confirmed. STAFF_REPLY is a text that
 * somebody at the desk wrote. TASK tells the desk of work. NUDGE and OVERDUE are about a request that waits.
 */
export const NOTIFICATION_KINDS = [
  'BOOKED',
  'APPROVED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'CONFIRMED',
  'DECLINED',
  'CHANGE_REQUESTED',
  'LATE_ANSWER',
  'NOT_UNDERSTOOD',
  'MOVE_PROPOSED',
  'MOVED',
  'MOVE_REJECTED',
  'MOVE_EXPIRED',
  'MOVE_WITHDRAWN',
  'REOPENED',
  'REMINDER',
  'SAME_DAY',
  'NUDGE',
  'OVERDUE',
  'TASK',
  'STAFF_REPLY',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What only staff are told. */
const FOR_STAFF = ['NUDGE', 'OVERDUE', 'TASK'] as const;
/** What a patient may read about. */
export type PatientKind = Exclude<NotificationKind, (typeof FOR_STAFF)[number]>;

/** True for what a patient may be told. */
export function isForPatient(kind: NotificationKind): kind is PatientKind {
  return !(FOR_STAFF as readonly NotificationKind[]).includes(kind);
}

export type NotificationChannel = 'SMS' | 'EMAIL' | 'SLACK';

/** PATIENT by SMS and email, DOCTOR by Slack card, SECRETARIES in their Slack channel. */
export type NotificationRecipient = 'PATIENT' | 'DOCTOR' | 'SECRETARIES';

export const NOTIFICATION_STATUSES = ['QUEUED', 'SENT', 'DELIVERED', 'FAILED', 'SUPPRESSED'] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** One row to be written with a status change and delivered once. */
export interface Announcement {
  kind: NotificationKind;
  channel: NotificationChannel;
  recipient: NotificationRecipient;
}
