import type { Role } from '../actor.js';
import type { Policy } from '../policy/policy.js';
import { holdsSlot, type Attendance, type SessionStatus } from './types.js';

/** What a person may do with a session now; each word is the last part of the endpoint that does it. */
export const SESSION_ACTIONS = ['approve', 'reject', 'cancel', 'confirm', 'decline'] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];

export interface ActionSubject {
  status: SessionStatus;
  attendance: Attendance;
  doctorId: string;
  patientId: string;
  /** ISO instant. */
  startsAt: string;
}

/** Who looks: a doctor's own profile and those they cover today, or a patient's own record. */
export interface ActionViewer {
  role: Role;
  doctorId: string | null;
  coveredDoctorIds: readonly string[];
  patientId: string | null;
}

export interface AllowedActionsInput {
  session: ActionSubject;
  viewer: ActionViewer;
  policy: Pick<Policy, 'patientCancelCutoffMinutes'>;
  nowMs: number;
}

/** The list behind the buttons. The database checks again, so this is about not offering what would be refused. */
export function allowedActions(input: AllowedActionsInput): SessionAction[] {
  return SESSION_ACTIONS.filter((action) => isAllowed(action, input));
}

function isAllowed(action: SessionAction, input: AllowedActionsInput): boolean {
  const { session } = input;
  switch (action) {
    case 'approve':
    case 'reject':
      return session.status === 'PENDING' && mayDecide(input);
    case 'cancel':
      return holdsSlot(session.status) && mayCancel(input);
    case 'confirm':
      return session.attendance !== 'CONFIRMED' && mayAnswer(input);
    case 'decline':
      return session.attendance !== 'DECLINED' && mayAnswer(input);
  }
}

function mayDecide({ session, viewer }: AllowedActionsInput): boolean {
  if (viewer.role === 'ADMIN') return true;
  if (viewer.role !== 'DOCTOR') return false;
  return viewer.doctorId === session.doctorId || viewer.coveredDoctorIds.includes(session.doctorId);
}

function mayCancel({ session, viewer, policy, nowMs }: AllowedActionsInput): boolean {
  switch (viewer.role) {
    case 'ADMIN':
    case 'SECRETARY':
      return true;
    case 'DOCTOR':
      return viewer.doctorId === session.doctorId;
    case 'PATIENT': {
      const cutoffMs = Date.parse(session.startsAt) - policy.patientCancelCutoffMinutes * 60_000;
      return viewer.patientId === session.patientId && nowMs < cutoffMs;
    }
  }
}

/** The patient's own answer, or staff on their behalf, until the session begins. */
function mayAnswer({ session, viewer, nowMs }: AllowedActionsInput): boolean {
  if (session.status !== 'APPROVED' || nowMs >= Date.parse(session.startsAt)) return false;
  switch (viewer.role) {
    case 'ADMIN':
    case 'SECRETARY':
      return true;
    case 'DOCTOR':
      return viewer.doctorId === session.doctorId;
    case 'PATIENT':
      return viewer.patientId === session.patientId;
  }
}
