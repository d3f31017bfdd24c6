import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../../domain/actor.js';
import type { PlannedTimer } from '../../domain/session/plan-timers.js';
import type {
  Override,
  Resource,
  RejectCategory,
  SessionSnapshot,
  SessionStatus,
  StepResult,
} from '../../domain/session/types.js';
import type { Slot, SlotReason } from '../../domain/availability/types.js';

/** A request to book: ids and instants, plus the two free texts that only the encrypted payload carries. */
export interface BookingRequest {
  actor: Actor;
  doctorId: string;
  patientId: string;
  /** ISO UTC. */
  startsAt: string;
  durationMinutes: number | null;
  /** null: the first free room is taken. */
  roomId: string | null;
  telehealth: boolean;
  visitReason: string | null;
  note: string | null;
  /** An admin's word for what is against it; null for everybody else. */
  override?: Override | null;
  /** SHA-256 of the canonical body: the same idempotency key with another body is a conflict. */
  bodyHash: string;
}

/** `book` starts a new session and carries all of it; `resume` starts from the session's row. */
export type SessionInput =
  | { mode: 'book'; sessionId: string; request: BookingRequest; validUntil: string }
  | { mode: 'resume'; sessionId: string };

/** What a booking came to. A refusal is remembered like a success. */
export type BookingOutcome =
  | { kind: 'BOOKED'; bodyHash: string; snapshot: SessionSnapshot }
  | { kind: 'REFUSED'; bodyHash: string; refusal: BookingRefusal };

export type BookingRefusal =
  | { code: 'slot_taken'; conflicts: Resource[]; alternatives: Slot[] }
  | { code: 'slot_not_bookable'; reasons: SlotReason[]; alternatives: Slot[] }
  | { code: 'confirmation_required'; reasons: SlotReason[]; conflicts: Resource[]; alternatives: Slot[] }
  | { code: 'forbidden' };

/**
 * A doctor's or admin's word on a request; with `subject: 'MOVE'` the word of whoever an open move waits for, or of its
 * proposer (WITHDRAW). `decisionId` makes asking again safe; `version` null = whatever is current.
 */
export interface DecideMessage {
  decisionId: string;
  actor: Actor;
  /** Absent: SESSION. */
  subject?: 'SESSION' | 'MOVE';
  /** WITHDRAW for a move only. */
  verdict: 'APPROVE' | 'REJECT' | 'WITHDRAW';
  reason: string | null;
  category: RejectCategory | null;
  version: number | null;
  bodyHash: string;
}

/** A patient's answer to a prompt. */
export interface PatientReplyMessage {
  decisionId: string;
  actor: Actor;
  promptId: string | null;
  intent: 'CONFIRM' | 'DECLINE' | 'CHANGE';
}

/** What every command that a caller waits for carries. Refused unapplied after `validUntil`, so that a caller who was told 503 is not surprised. */
export interface Command {
  decisionId: string;
  actor: Actor;
  /** null = whatever is current. */
  version: number | null;
  bodyHash: string;
  validUntil: string;
}

/** Calling a session off. */
export interface CancelMessage extends Command {
  reason: string | null;
}

/** Another time, doctor or place. Whether it is proposed or done at once follows from who asks and how the session stands. */
export interface MoveMessage extends Command {
  /** ISO UTC. */
  startsAt: string;
  /** null: the session's present doctor. */
  doctorId: string | null;
  /** null: the present room where it is free, else the first free one. */
  roomId: string | null;
  reason: string | null;
  override: Override | null;
}

/** How a session that began has ended; also the correction of one by the other. */
export interface CloseMessage extends Command {
  verdict: 'COMPLETE' | 'NO_SHOW';
}

/** What only an admin does, past the normal rules, always with a reason. */
export type CorrectMessage = Command & { reason: string; override: Override | null } & Correction;

export type Correction = { kind: 'AMEND'; changes: SessionChanges } | { kind: 'REOPEN' } | { kind: 'DELETE' };

/** Absent members stay as they are. */
export interface SessionChanges {
  startsAt?: string;
  durationMinutes?: number;
  doctorId?: string;
  roomId?: string | null;
  telehealth?: boolean;
  status?: SessionStatus;
  visitReason?: string | null;
  note?: string | null;
}

/** The clinic's rules are others now. The values are read when it is applied, so that a late one does no harm. */
export interface PolicyChangedMessage {
  version: number;
}

export interface SessionStateView {
  snapshot: SessionSnapshot | null;
  nextTimers: PlannedTimer[];
  queued: number;
}

export const SESSION_WORKFLOW_TYPE = 'session';
export const BOOK_UPDATE_ID = 'book';

export const bookUpdate = defineUpdate<BookingOutcome>('book');
export const decideSignal = defineSignal<[DecideMessage]>('decide');
export const patientReplySignal = defineSignal<[PatientReplyMessage]>('patientReply');
export const policyChangedSignal = defineSignal<[PolicyChangedMessage]>('policyChanged');
/** Rows that were written beside the workflow (a receipt's consequence) and are to be delivered. */
export const deliverSignal = defineSignal<[string[]]>('deliver');
export const cancelUpdate = defineUpdate<StepResult, [CancelMessage]>('cancel');
export const moveUpdate = defineUpdate<StepResult, [MoveMessage]>('move');
export const closeUpdate = defineUpdate<StepResult, [CloseMessage]>('close');
export const correctUpdate = defineUpdate<StepResult, [CorrectMessage]>('override');
export const stateQuery = defineQuery<SessionStateView>('state');

export const sessionStatusAttribute = defineSearchAttributeKey('SessionStatus', SearchAttributeType.KEYWORD);
export const doctorIdAttribute = defineSearchAttributeKey('DoctorId', SearchAttributeType.KEYWORD);
export const sessionStartAttribute = defineSearchAttributeKey('SessionStart', SearchAttributeType.DATETIME);
/** By it reconciling sees that row and run differ. */
export const sessionVersionAttribute = defineSearchAttributeKey('SessionVersion', SearchAttributeType.INT);

/**
 * One attempt at a command, by which its update is known: an attempt that came too late must not speak for the next one. That
 * two attempts do it once is the database's business, by the id of the decision.
 */
export function attemptId({ decisionId, validUntil }: Pick<Command, 'decisionId' | 'validUntil'>): string {
  return `${decisionId}/${Date.parse(validUntil)}`;
}

/** The one way to name a session's workflow. */
export function sessionWorkflowId(sessionId: string): string {
  return `session/${sessionId.toLowerCase()}`;
}

/** The session whose workflow has this id. */
export function sessionIdOf(workflowId: string): string {
  return workflowId.slice(workflowId.indexOf('/') + 1);
}
