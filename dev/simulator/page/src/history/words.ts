import type { SessionStory } from '../../../contract.js';

type Step = SessionStory['history'][number];
type Told = SessionStory['messages'][number];

const STEPS: Record<string, string> = {
  BOOKED: 'booked the session',
  CREATED: 'booked the session',
  APPROVED: 'approved it',
  REJECTED: 'said no',
  EXPIRED: 'let it lapse: nobody decided in time',
  CANCELLED: 'called it off',
  CONFIRMED: 'confirmed to come',
  DECLINED: 'cannot come',
  CHANGE_REQUESTED: 'asked for another time',
  COMPLETED: 'closed it: it took place',
  NO_SHOW: 'closed it: the patient did not come',
  POLICY_CHANGED: 'gave the doctor another time to decide by, as the clinic’s rules have changed',
  MOVED: 'moved it to another time',
  MOVE_PROPOSED: 'proposed another time',
};

const TOLD: Record<string, string> = {
  BOOKED: 'the request',
  APPROVED: 'the approval',
  REJECTED: 'the refusal',
  EXPIRED: 'that nobody decided in time',
  CANCELLED: 'that it is called off',
  CONFIRMED: 'the patient’s yes',
  DECLINED: 'that the patient cannot come',
  CHANGE_REQUESTED: 'that the patient asks for another time',
  LATE_ANSWER: 'an answer to a late reply',
  NOT_UNDERSTOOD: 'an answer to a text nobody could read',
};

const CHANNELS: Record<string, string> = { SMS: 'Text', EMAIL: 'Mail', SLACK: 'Slack' };
const STATES: Record<string, string> = {
  QUEUED: 'waiting to go out',
  SENT: 'sent',
  DELIVERED: 'delivered',
  FAILED: 'failed',
  SUPPRESSED: 'not sent: nobody to reach, or the person opted out',
};
const WAYS: Record<string, string> = { SLACK: 'in Slack', SMS: 'by text', API: 'through the API', WEB: 'on the web' };

const STATUSES: Record<string, string> = {
  PENDING: 'waiting for the doctor',
  APPROVED: 'approved',
  REJECTED: 'refused',
  EXPIRED: 'lapsed',
  CANCELLED: 'called off',
  COMPLETED: 'took place',
  NO_SHOW: 'patient did not come',
};

const plain = (word: string): string => word.toLowerCase().replaceAll('_', ' ');

/** `Dr Layla Haddad approved it, in Slack` */
export function stepWords(step: Step): string {
  const way = WAYS[step.channel];
  return `${step.by ?? 'The clinic’s clock'} ${STEPS[step.kind] ?? plain(step.kind)}${way ? `, ${way}` : ''}`;
}

/** `Text about the approval: delivered` */
export function toldWords(told: Told): string {
  const channel = CHANNELS[told.channel] ?? plain(told.channel);
  return `${channel} about ${TOLD[told.kind] ?? plain(told.kind)}: ${STATES[told.status] ?? plain(told.status)}`;
}

export const statusWords = (status: string): string => STATUSES[status] ?? plain(status);

/** The patient's own answer; null while there is none. */
export function attendanceWords(attendance: string): string | null {
  if (attendance === 'CONFIRMED') return 'patient confirmed';
  return attendance === 'DECLINED' ? 'patient cannot come' : null;
}
