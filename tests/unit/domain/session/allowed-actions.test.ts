import { describe, expect, test } from '@jest/globals';
import { type ActionSubject, type ActionViewer, allowedActions } from '../../../../domain/session/allowed-actions.js';
import { SESSION_STATUSES } from '../../../../domain/session/types.js';

const policy = { patientCancelCutoffMinutes: 60 };
const pending: ActionSubject = {
  status: 'PENDING',
  attendance: 'UNKNOWN',
  doctorId: 'doctor-1',
  patientId: 'patient-1',
  startsAt: '2027-05-12T08:30:00Z',
};
const approved: ActionSubject = { ...pending, status: 'APPROVED' };
const nobody = { doctorId: null, coveredDoctorIds: [], patientId: null };
const admin: ActionViewer = { ...nobody, role: 'ADMIN' };
const secretary: ActionViewer = { ...nobody, role: 'SECRETARY' };
const own: ActionViewer = { ...nobody, role: 'DOCTOR', doctorId: 'doctor-1' };
const covering: ActionViewer = { ...nobody, role: 'DOCTOR', doctorId: 'doctor-2', coveredDoctorIds: ['doctor-1'] };
const foreign: ActionViewer = { ...nobody, role: 'DOCTOR', doctorId: 'doctor-3' };
const patient: ActionViewer = { ...nobody, role: 'PATIENT', patientId: 'patient-1' };
const other: ActionViewer = { ...nobody, role: 'PATIENT', patientId: 'patient-2' };

const actions = (session: ActionSubject, viewer: ActionViewer, now = '2027-05-10T08:00:00Z'): string =>
  allowedActions({ session, viewer, policy, nowMs: Date.parse(now) }).join(' ');

describe('allowedActions', () => {
  test.each([
    { who: 'admin', viewer: admin, pending: 'approve reject cancel', approved: 'cancel confirm decline' },
    { who: 'secretary', viewer: secretary, pending: 'cancel', approved: 'cancel confirm decline' },
    { who: 'own doctor', viewer: own, pending: 'approve reject cancel', approved: 'cancel confirm decline' },
    { who: 'covering doctor', viewer: covering, pending: 'approve reject', approved: 'confirm decline' },
    { who: 'foreign doctor', viewer: foreign, pending: '', approved: '' },
    { who: 'own patient', viewer: patient, pending: 'cancel', approved: 'cancel confirm decline' },
    { who: 'other patient', viewer: other, pending: '', approved: '' },
  ])('$who', (row) => {
    expect(actions(pending, row.viewer)).toBe(row.pending);
    expect(actions(approved, row.viewer)).toBe(row.approved);
  });

  test('nothing can be done with a session that has ended', () => {
    for (const status of SESSION_STATUSES.filter((word) => word !== 'PENDING' && word !== 'APPROVED')) {
      expect(actions({ ...pending, status }, admin)).toBe('');
    }
  });

  test('a patient cancels before the cut-off only, staff always', () => {
    expect(actions(approved, patient, '2027-05-12T07:29:59Z')).toContain('cancel');
    expect(actions(approved, patient, '2027-05-12T07:30:00Z')).not.toContain('cancel');
    expect(actions(approved, secretary, '2027-05-12T07:30:00Z')).toContain('cancel');
  });

  test('approval is offered until the start', () => {
    expect(actions(pending, own, '2027-05-12T08:29:59Z')).toBe('approve reject cancel');
    expect(actions(pending, own, '2027-05-12T08:30:00Z')).toBe('reject cancel');
  });

  test('an answer is offered until the start, and only where it changes something', () => {
    expect(actions({ ...approved, attendance: 'CONFIRMED' }, patient)).toBe('cancel decline');
    expect(actions({ ...approved, attendance: 'DECLINED' }, secretary)).toBe('cancel confirm');
    expect(actions(approved, secretary, '2027-05-12T08:30:00Z')).toBe('cancel');
  });
});
