import { describe, expect, test } from '@jest/globals';
import { type ActionSubject, type ActionViewer, allowedActions } from '../../../../domain/session/allowed-actions.js';
import { SESSION_STATUSES } from '../../../../domain/session/types.js';

const policy = { patientCancelCutoffMinutes: 60, patientMoveCutoffMinutes: 120 };
const pending: ActionSubject = {
  status: 'PENDING',
  attendance: 'UNKNOWN',
  doctorId: 'doctor-1',
  patientId: 'patient-1',
  startsAt: '2027-05-12T08:30:00Z',
  endsAt: '2027-05-12T09:00:00Z',
  move: null,
};
const approved: ActionSubject = { ...pending, status: 'APPROVED' };
const nobody = { doctorId: null, coveredDoctorIds: [], patientId: null };
const admin: ActionViewer = { ...nobody, userId: 'u-admin', role: 'ADMIN' };
const secretary: ActionViewer = { ...nobody, userId: 'u-desk', role: 'SECRETARY' };
const own: ActionViewer = { ...nobody, userId: 'u-own', role: 'DOCTOR', doctorId: 'doctor-1' };
const covering: ActionViewer = {
  ...nobody,
  userId: 'u-cover',
  role: 'DOCTOR',
  doctorId: 'doctor-2',
  coveredDoctorIds: ['doctor-1'],
};
const foreign: ActionViewer = { ...nobody, userId: 'u-foreign', role: 'DOCTOR', doctorId: 'doctor-3' };
const patient: ActionViewer = { ...nobody, userId: 'u-patient', role: 'PATIENT', patientId: 'patient-1' };
const other: ActionViewer = { ...nobody, userId: 'u-other', role: 'PATIENT', patientId: 'patient-2' };

const actions = (session: ActionSubject, viewer: ActionViewer, now = '2027-05-10T08:00:00Z'): string =>
  allowedActions({ session, viewer, policy, nowMs: Date.parse(now) }).join(' ');

describe('allowedActions', () => {
  test.each([
    {
      who: 'admin',
      viewer: admin,
      pending: 'approve reject cancel move edit delete',
      approved: 'cancel confirm decline move edit delete',
    },
    { who: 'secretary', viewer: secretary, pending: 'cancel move', approved: 'cancel confirm decline move' },
    { who: 'own doctor', viewer: own, pending: 'approve reject cancel move', approved: 'cancel confirm decline move' },
    { who: 'covering doctor', viewer: covering, pending: 'approve reject', approved: 'confirm decline' },
    { who: 'foreign doctor', viewer: foreign, pending: '', approved: '' },
    { who: 'own patient', viewer: patient, pending: 'cancel move', approved: 'cancel confirm decline move' },
    { who: 'other patient', viewer: other, pending: '', approved: '' },
  ])('$who', (row) => {
    expect(actions(pending, row.viewer)).toBe(row.pending);
    expect(actions(approved, row.viewer)).toBe(row.approved);
  });

  test('a session that has ended is an admin’s to reopen while it lies ahead, and to correct always', () => {
    for (const status of SESSION_STATUSES.filter((word) => word !== 'PENDING' && word !== 'APPROVED')) {
      expect(actions({ ...pending, status }, admin)).toBe('reopen edit delete');
      expect(actions({ ...pending, status }, secretary)).toBe('');
    }
    expect(actions({ ...pending, status: 'CANCELLED' }, admin, '2027-05-12T08:30:00Z')).toBe('edit delete');
    expect(actions({ ...pending, status: 'COMPLETED' }, admin, '2027-05-12T08:59:59Z')).toContain('reopen');
    expect(actions({ ...pending, status: 'COMPLETED' }, admin, '2027-05-12T09:00:00Z')).toBe('no-show edit delete');
  });

  test('a patient cancels and moves before the cut-offs only, staff until the start', () => {
    expect(actions(approved, patient, '2027-05-12T07:29:59Z')).toContain('cancel');
    expect(actions(approved, patient, '2027-05-12T07:30:00Z')).not.toContain('cancel');
    expect(actions(approved, patient, '2027-05-12T06:29:59Z')).toContain('move');
    expect(actions(approved, patient, '2027-05-12T06:30:00Z')).not.toContain('move');
    expect(actions(approved, secretary, '2027-05-12T08:29:59Z')).toContain('cancel confirm decline move');
    expect(actions(approved, secretary, '2027-05-12T08:30:00Z')).not.toContain('move');
  });

  test('approval is offered until the start', () => {
    expect(actions(pending, own, '2027-05-12T08:29:59Z')).toBe('approve reject cancel move');
    expect(actions(pending, own, '2027-05-12T08:30:00Z')).toBe('reject cancel');
  });

  test('an answer is offered until the start, and only where it changes something', () => {
    expect(actions({ ...approved, attendance: 'CONFIRMED' }, patient)).toBe('cancel decline move');
    expect(actions({ ...approved, attendance: 'DECLINED' }, secretary)).toBe('cancel confirm move');
    expect(actions(approved, secretary, '2027-05-12T08:30:00Z')).toBe('cancel complete no-show');
  });

  test('a session is closed from its start on, by those who were there or know, and corrected to the other', () => {
    const begun = '2027-05-12T08:30:00Z';
    for (const viewer of [own, covering, secretary]) {
      expect(actions(approved, viewer, begun)).toContain('complete no-show');
      expect(actions({ ...approved, status: 'COMPLETED' }, viewer, begun)).toBe('no-show');
      expect(actions({ ...approved, status: 'NO_SHOW' }, viewer, begun)).toBe('complete');
    }
    expect(actions(approved, patient, begun)).toBe('');
    expect(actions(approved, own, '2027-05-12T08:29:59Z')).not.toContain('complete');
  });
});

describe('an open move', () => {
  const ANSWERS = 'move/approve move/reject';
  const of = (viewer: ActionViewer, move: Partial<NonNullable<ActionSubject['move']>>): string => {
    const full = { awaiting: 'DOCTOR' as const, doctorId: 'doctor-1', proposedBy: 'u-patient', ...move };
    return allowedActions({ session: { ...approved, move: full }, viewer, policy, nowMs: 0 })
      .filter((action) => action.startsWith('move'))
      .join(' ');
  };

  test('that awaits the doctor is answered by them, whoever covers them, or an admin', () => {
    expect(of(own, {})).toBe(ANSWERS);
    expect(of(covering, {})).toBe(ANSWERS);
    expect(of(admin, {})).toBe(`${ANSWERS} move/withdraw`);
    expect(of(secretary, {})).toBe('move/withdraw');
    expect(of(patient, {})).toBe('move/withdraw');
  });

  test('to another doctor is that doctor’s to answer', () => {
    expect(of(foreign, { doctorId: 'doctor-3' })).toBe(ANSWERS);
    expect(of(own, { doctorId: 'doctor-3' })).toBe('');
  });

  test('that awaits the patient is answered by them or for them', () => {
    const suggested = { awaiting: 'PATIENT' as const, proposedBy: 'u-own' };
    expect(of(patient, suggested)).toBe(ANSWERS);
    expect(of(secretary, suggested)).toBe(`${ANSWERS} move/withdraw`);
    expect(of(own, suggested)).toBe('move/withdraw');
    expect(of(covering, suggested)).toBe('');
  });
});
