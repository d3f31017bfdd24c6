import type { Announcement, NotificationChannel, NotificationKind, NotificationRecipient } from './types.js';

function announce(
  kind: NotificationKind,
  ...to: [recipient: NotificationRecipient, channel: NotificationChannel][]
): Announcement[] {
  return to.map(([recipient, channel]) => ({ kind, channel, recipient }));
}

/** Who hears that a patient who had declined comes after all: the secretaries may be looking for another time. */
export function audienceOfChangedMind(): Announcement[] {
  return [...audienceOf('CONFIRMED'), ...announce('CONFIRMED', ['SECRETARIES', 'SLACK'])];
}

/**
 * Who hears of a change, once each. For the doctor every kind but BOOKED means that the card is rendered again.
 * Whether an address exists and may be used is decided at delivery.
 */
export function audienceOf(kind: NotificationKind): Announcement[] {
  switch (kind) {
    case 'BOOKED':
      return announce(kind, ['PATIENT', 'SMS'], ['PATIENT', 'EMAIL'], ['DOCTOR', 'SLACK']);
    case 'APPROVED':
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
      return announce(kind, ['PATIENT', 'SMS'], ['PATIENT', 'EMAIL'], ['DOCTOR', 'SLACK'], ['SECRETARIES', 'SLACK']);
    case 'CONFIRMED':
      return announce(kind, ['PATIENT', 'SMS'], ['DOCTOR', 'SLACK']);
    case 'DECLINED':
    case 'CHANGE_REQUESTED':
      return announce(kind, ['PATIENT', 'SMS'], ['DOCTOR', 'SLACK'], ['SECRETARIES', 'SLACK']);
    case 'LATE_ANSWER':
    case 'NOT_UNDERSTOOD':
      return announce(kind, ['PATIENT', 'SMS']);
  }
}
