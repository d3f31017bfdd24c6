import type { MessageContext } from '../../../../domain/notifications/catalogue/index.js';

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
};
