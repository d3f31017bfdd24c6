import type { Role } from '../actor.js';
import type { Policy } from '../policy/policy.js';
import { holdsSlot, type Attendance, type MoveAwaits, type SessionStatus } from './types.js';

/**
 * What a person may do with a session now; each word is the end of the path of what does it, but `edit` and `delete`, which
 * are PATCH and DELETE of the session itself.
 */
export const SESSION_ACTIONS = [
  'approve',
  'reject',
  'cancel',
  'confirm',
  'decline',
  'move',
  'move/approve',
  'move/reject',
  'move/withdraw',
  'complete',
  'no-show',
  'reopen',
  'edit',
  'delete',
] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];

/** Who is concerned: by the session, and by a proposed time where one is open. */
export interface ActionParties {
  doctorId: string;
  patientId: string;
  /** The proposal that is open; its doctor may be another one. */
  move: { awaiting: MoveAwaits; doctorId: string; proposedBy: string | null } | null;
}

export interface ActionSubject extends ActionParties {
  status: SessionStatus;
  attendance: Attendance;
  /** ISO instants. */
  startsAt: string;
  endsAt: string;
}

/** Who looks: a doctor's own profile and those they cover today, or a patient's own record. */
export interface ActionViewer {
  userId: string;
  role: Role;
  doctorId: string | null;
  coveredDoctorIds: readonly string[];
  patientId: string | null;
}

export interface AllowedActionsInput {
  session: ActionSubject;
  viewer: ActionViewer;
  policy: Pick<Policy, 'patientCancelCutoffMinutes' | 'patientMoveCutoffMinutes'>;
  nowMs: number;
}

/** The list behind the buttons. The database checks again, so this is about not offering what would be refused. */
export function allowedActions(input: AllowedActionsInput): SessionAction[] {
  const { session, viewer } = input;
  return SESSION_ACTIONS.filter((action) => mayAct(action, session, viewer) && isPossible(action, input));
}

/** Whether the viewer is one of those who may ever do this with the session, whatever its state and the time. */
export function mayAct(action: SessionAction, session: ActionParties, viewer: ActionViewer): boolean {
  if (viewer.role === 'ADMIN') return true;
  const isDesk = viewer.role === 'SECRETARY';
  const isPatient = viewer.patientId === session.patientId;
  switch (action) {
    case 'approve':
    case 'reject':
      return decidesFor(viewer, session.doctorId);
    case 'cancel':
    case 'move':
      return isDesk || isPatient || viewer.doctorId === session.doctorId;
    case 'confirm':
    case 'decline':
      return isDesk || isPatient || decidesFor(viewer, session.doctorId);
    case 'complete':
    case 'no-show':
      return isDesk || decidesFor(viewer, session.doctorId);
    case 'move/approve':
    case 'move/reject':
      return answersMove(session, viewer);
    case 'move/withdraw':
      return isDesk || (session.move === null ? isParty(session, viewer) : session.move.proposedBy === viewer.userId);
    case 'reopen':
    case 'edit':
    case 'delete':
      return false;
  }
}

const decidesFor = (viewer: ActionViewer, doctorId: string): boolean =>
  viewer.doctorId === doctorId || viewer.coveredDoctorIds.includes(doctorId);

const isParty = (session: ActionParties, viewer: ActionViewer): boolean =>
  viewer.role === 'SECRETARY' || viewer.patientId === session.patientId || decidesFor(viewer, session.doctorId);

/** A proposal that awaits the patient is answered by them or at the desk; without one, no party is told that it is not theirs. */
function answersMove(session: ActionParties, viewer: ActionViewer): boolean {
  switch (session.move?.awaiting) {
    case 'DOCTOR':
      return decidesFor(viewer, session.move.doctorId);
    case 'PATIENT':
      return viewer.role === 'SECRETARY' || viewer.patientId === session.patientId;
    case undefined:
      return isParty(session, viewer);
  }
}

/** What the session's state and the time allow. Approval, answers and moves end when the session begins; closing starts then. */
function isPossible(action: SessionAction, { session, viewer, policy, nowMs }: AllowedActionsInput): boolean {
  const { status, attendance, move } = session;
  const startsAtMs = Date.parse(session.startsAt);
  const isBefore = (cutoffMinutes: number): boolean =>
    viewer.role !== 'PATIENT' || nowMs < startsAtMs - cutoffMinutes * 60_000;
  const isAhead = nowMs < startsAtMs;
  switch (action) {
    case 'approve':
      return status === 'PENDING' && isAhead;
    case 'reject':
      return status === 'PENDING';
    case 'cancel':
      return holdsSlot(status) && isBefore(policy.patientCancelCutoffMinutes);
    case 'confirm':
      return status === 'APPROVED' && attendance !== 'CONFIRMED' && isAhead;
    case 'decline':
      return status === 'APPROVED' && attendance !== 'DECLINED' && isAhead;
    case 'move':
      return holdsSlot(status) && move === null && isAhead && isBefore(policy.patientMoveCutoffMinutes);
    case 'move/approve':
    case 'move/reject':
    case 'move/withdraw':
      return move !== null;
    case 'complete':
      return !isAhead && (status === 'APPROVED' || status === 'NO_SHOW');
    case 'no-show':
      return !isAhead && (status === 'APPROVED' || status === 'COMPLETED');
    case 'reopen':
      return isOver(status) ? nowMs < Date.parse(session.endsAt) : !holdsSlot(status) && isAhead;
    case 'edit':
    case 'delete':
      return true;
  }
}

const isOver = (status: SessionStatus): boolean => status === 'COMPLETED' || status === 'NO_SHOW';
