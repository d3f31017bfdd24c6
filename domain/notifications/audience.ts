import type { MoveAwaits } from '../session/types.js';
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
 * Who hears of a request that still waits when three quarters of its time are over: whoever decides in the doctor's place
 * today, else the desk, which hears by its task.
 */
export function audienceOfOverdue(): { COVER: Announcement[]; DESK: Announcement[] } {
  return { COVER: announce('OVERDUE', ['DOCTOR', 'SLACK']), DESK: [] };
}

/** Whom a proposed time waits for. A doctor's card shows it while the patient considers it. */
export function audienceOfProposal(awaiting: MoveAwaits): Announcement[] {
  return awaiting === 'DOCTOR'
    ? announce('MOVE_PROPOSED', ['DOCTOR', 'SLACK'])
    : announce('MOVE_PROPOSED', ['PATIENT', 'SMS'], ['PATIENT', 'EMAIL'], ['DOCTOR', 'SLACK']);
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
    case 'MOVED':
    case 'REOPENED':
    case 'MOVE_REJECTED':
    case 'MOVE_EXPIRED':
    case 'MOVE_WITHDRAWN':
      return announce(kind, ['PATIENT', 'SMS'], ['PATIENT', 'EMAIL'], ['DOCTOR', 'SLACK'], ['SECRETARIES', 'SLACK']);
    case 'CONFIRMED':
      return announce(kind, ['PATIENT', 'SMS'], ['DOCTOR', 'SLACK']);
    case 'DECLINED':
    case 'CHANGE_REQUESTED':
      // The secretaries hear of it by the task, which has a post of its own.
      return announce(kind, ['PATIENT', 'SMS'], ['DOCTOR', 'SLACK']);
    case 'MOVE_PROPOSED':
      return audienceOfProposal('PATIENT');
    case 'LATE_ANSWER':
    case 'NOT_UNDERSTOOD':
    case 'REMINDER':
    case 'SAME_DAY':
    case 'STAFF_REPLY':
      return announce(kind, ['PATIENT', 'SMS']);
    case 'NUDGE':
      return announce(kind, ['DOCTOR', 'SLACK']);
    case 'OVERDUE':
    case 'TASK':
      return announce(kind, ['SECRETARIES', 'SLACK']);
  }
}
