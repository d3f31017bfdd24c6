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
  const { session, viewer } = input;
  return SESSION_ACTIONS.filter((action) => mayAct(action, session, viewer) && isPossible(action, input));
}

type Parties = Pick<ActionSubject, 'doctorId' | 'patientId'>;

/** Whether the viewer is one of those who may ever do this with the session, whatever its state and the time. */
export function mayAct(action: SessionAction, session: Parties, viewer: ActionViewer): boolean {
  switch (viewer.role) {
    case 'ADMIN':
      return true;
    case 'SECRETARY':
      return !isDecision(action);
    case 'DOCTOR':
      return viewer.doctorId === session.doctorId || (action !== 'cancel' && covers(viewer, session));
    case 'PATIENT':
      return !isDecision(action) && viewer.patientId === session.patientId;
  }
}

const isDecision = (action: SessionAction): boolean => action === 'approve' || action === 'reject';
const covers = (viewer: ActionViewer, { doctorId }: Parties): boolean => viewer.coveredDoctorIds.includes(doctorId);

/** What the session's state and the time allow. Approval and answers end when the session begins. */
function isPossible(action: SessionAction, { session, viewer, policy, nowMs }: AllowedActionsInput): boolean {
  const startsAtMs = Date.parse(session.startsAt);
  switch (action) {
    case 'approve':
      return session.status === 'PENDING' && nowMs < startsAtMs;
    case 'reject':
      return session.status === 'PENDING';
    case 'cancel':
      if (!holdsSlot(session.status)) return false;
      return viewer.role !== 'PATIENT' || nowMs < startsAtMs - policy.patientCancelCutoffMinutes * 60_000;
    case 'confirm':
      return session.status === 'APPROVED' && session.attendance !== 'CONFIRMED' && nowMs < startsAtMs;
    case 'decline':
      return session.status === 'APPROVED' && session.attendance !== 'DECLINED' && nowMs < startsAtMs;
  }
}
