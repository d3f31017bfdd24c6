import type { MessageContext, Proposal, RemindedOf } from '../../../../domain/notifications/catalogue/index.js';

/** A message about Tuesday 12 May 2027, half past ten in Berlin. */
export function message(changes: Partial<MessageContext> = {}): MessageContext {
  return {
    kind: 'APPROVED',
    language: 'en',
    clinicName: 'Elm Street Clinic',
    timeZone: 'Europe/Berlin',
    code: 'K7M2Q',
    status: 'APPROVED',
    patientName: 'Sara Ali',
    doctorName: 'Dr. Samir Haddad',
    startsAt: '2027-05-12T08:30:00Z',
    endsAt: '2027-05-12T09:00:00Z',
    place: 'Room 2, first floor',
    telehealthUrl: null,
    reasonCategory: null,
    alternatives: [],
    firstMessage: false,
    ...changes,
  };
}

const alternatives = ['2027-05-12T09:00:00Z', '2027-05-12T13:00:00Z', '2027-05-13T07:15:00Z', '2027-05-14T07:15:00Z'];

const suggested: Proposal = {
  startsAt: '2027-05-13T07:00:00Z',
  endsAt: '2027-05-13T07:30:00Z',
  doctorName: null,
  dueAt: '2027-05-11T16:00:00Z',
  awaiting: 'PATIENT',
};
const wished: Proposal = { ...suggested, dueAt: null, awaiting: 'DOCTOR' };
const sessions: RemindedOf[] = [
  {
    code: 'K7M2Q',
    startsAt: '2027-05-12T08:30:00Z',
    endsAt: '2027-05-12T09:00:00Z',
    doctorName: 'Dr. Samir Haddad',
    place: 'Room 2, first floor',
    telehealthUrl: null,
  },
  {
    code: 'M4RTC',
    startsAt: '2027-05-12T10:15:00Z',
    endsAt: '2027-05-12T10:45:00Z',
    doctorName: 'Dr. Lena Okafor',
    place: 'Room 5',
    telehealthUrl: null,
  },
  {
    code: 'P9WXY',
    startsAt: '2027-05-12T13:00:00Z',
    endsAt: '2027-05-12T13:20:00Z',
    doctorName: 'Dr. Jonas Weiss',
    place: null,
    telehealthUrl: 'https://visit.example/aZ3k9PqLm2Xy',
  },
];

/** Every message there is, by name. */
export const MESSAGES: Record<string, Partial<MessageContext>> = {
  booked: { kind: 'BOOKED', status: 'PENDING' },
  'booked, first message': { kind: 'BOOKED', status: 'PENDING', firstMessage: true },
  approved: {},
  'approved, first message': { firstMessage: true },
  'approved, telehealth': { place: null, telehealthUrl: 'https://visit.example/6f1f0c0e-6a51-4a53-9a51-0a3f3a0c9d11' },
  rejected: { kind: 'REJECTED', status: 'REJECTED' },
  'rejected, time unavailable': {
    kind: 'REJECTED',
    status: 'REJECTED',
    reasonCategory: 'TIME_UNAVAILABLE',
    alternatives,
  },
  'rejected, other specialty': {
    kind: 'REJECTED',
    status: 'REJECTED',
    reasonCategory: 'NEEDS_OTHER_SPECIALTY',
    alternatives,
  },
  'rejected, phone call': { kind: 'REJECTED', status: 'REJECTED', reasonCategory: 'NEEDS_PHONE_CALL', alternatives },
  'rejected, duplicate': { kind: 'REJECTED', status: 'REJECTED', reasonCategory: 'DUPLICATE', alternatives },
  'rejected, other': { kind: 'REJECTED', status: 'REJECTED', reasonCategory: 'OTHER', alternatives },
  expired: { kind: 'EXPIRED', status: 'EXPIRED' },
  'expired, with other times': { kind: 'EXPIRED', status: 'EXPIRED', alternatives },
  cancelled: { kind: 'CANCELLED', status: 'CANCELLED' },
  'cancelled by the patient': { kind: 'CANCELLED', status: 'CANCELLED', cancelledBy: 'PATIENT' },
  'cancelled by the clinic': { kind: 'CANCELLED', status: 'CANCELLED', cancelledBy: 'CLINIC' },
  confirmed: { kind: 'CONFIRMED' },
  declined: { kind: 'DECLINED' },
  'change requested': { kind: 'CHANGE_REQUESTED' },
  'late answer, still approved': { kind: 'LATE_ANSWER' },
  'late answer, not yet approved': { kind: 'LATE_ANSWER', status: 'PENDING' },
  'late answer, cancelled': { kind: 'LATE_ANSWER', status: 'CANCELLED' },
  'late answer, over': { kind: 'LATE_ANSWER', status: 'COMPLETED' },
  'not understood': {
    kind: 'NOT_UNDERSTOOD',
    status: null,
    code: null,
    doctorName: null,
    startsAt: null,
    endsAt: null,
    place: null,
    patientName: null,
  },
  'another time suggested': { kind: 'MOVE_PROPOSED', proposal: suggested },
  'another time suggested, first message': { kind: 'MOVE_PROPOSED', proposal: suggested, firstMessage: true },
  'another time suggested for a request': { kind: 'MOVE_PROPOSED', status: 'PENDING', proposal: suggested },
  'another time with another doctor': {
    kind: 'MOVE_PROPOSED',
    proposal: { ...suggested, doctorName: 'Dr. Lena Okafor' },
  },
  'another time across a change of clocks': {
    kind: 'MOVE_PROPOSED',
    proposal: { ...suggested, startsAt: '2027-11-02T09:00:00Z', endsAt: '2027-11-02T09:30:00Z' },
  },
  moved: { kind: 'MOVED', previousStartsAt: '2027-05-11T12:00:00Z' },
  'moved, first message': { kind: 'MOVED', previousStartsAt: '2027-05-11T12:00:00Z', firstMessage: true },
  'moved, telehealth': {
    kind: 'MOVED',
    previousStartsAt: '2027-05-11T12:00:00Z',
    place: null,
    telehealthUrl: 'https://visit.example/aZ3k9PqLm2Xy',
  },
  'another room': { kind: 'MOVED' },
  'request moved': { kind: 'MOVED', status: 'PENDING', previousStartsAt: '2027-05-11T12:00:00Z' },
  'the clinic keeps the old time': { kind: 'MOVE_REJECTED', proposal: wished },
  'the patient keeps the old time': { kind: 'MOVE_REJECTED', proposal: { ...suggested, dueAt: null } },
  'the patient keeps the time of a request': {
    kind: 'MOVE_REJECTED',
    status: 'PENDING',
    proposal: { ...suggested, dueAt: null },
  },
  'no answer about a wish': { kind: 'MOVE_EXPIRED', proposal: wished },
  'no answer about a suggestion': { kind: 'MOVE_EXPIRED', proposal: { ...suggested, dueAt: null } },
  'another time is off': { kind: 'MOVE_WITHDRAWN', proposal: wished },
  'booked again': { kind: 'REOPENED' },
  'open again': { kind: 'REOPENED', status: 'PENDING' },
  reminder: { kind: 'REMINDER' },
  'reminder, first message': { kind: 'REMINDER', firstMessage: true },
  'reminder, telehealth': { kind: 'REMINDER', place: null, telehealthUrl: 'https://visit.example/aZ3k9PqLm2Xy' },
  'reminder of several': { kind: 'REMINDER', sessions },
  'reminder of five': { kind: 'REMINDER', sessions: [...sessions, ...sessions.slice(0, 2)] },
  'short note': { kind: 'SAME_DAY' },
  'short note, telehealth': { kind: 'SAME_DAY', place: null, telehealthUrl: 'https://visit.example/aZ3k9PqLm2Xy' },
  'short note about several': { kind: 'SAME_DAY', sessions },
  'written by the desk': { kind: 'STAFF_REPLY', words: 'Parking is behind the house, please ring at the side door.' },
};
