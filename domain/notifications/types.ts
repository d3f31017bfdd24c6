/** What happened, in the words of the "who hears what" table. */
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
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

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
