import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../../domain/actor.js';
import type { PlannedTimer } from '../../domain/session/plan-timers.js';
import type { Resource, RejectCategory, SessionSnapshot, StepResult } from '../../domain/session/types.js';
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
  | { code: 'forbidden' };

/** A doctor's or admin's word. `decisionId` makes asking again safe; `version` null = whatever is current. */
export interface DecideMessage {
  decisionId: string;
  actor: Actor;
  verdict: 'APPROVE' | 'REJECT';
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

/** Calling a session off. Refused unapplied after `validUntil`, so that a caller who was told 503 is not surprised. */
export interface CancelMessage {
  decisionId: string;
  actor: Actor;
  reason: string | null;
  version: number | null;
  bodyHash: string;
  validUntil: string;
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
export const cancelUpdate = defineUpdate<StepResult, [CancelMessage]>('cancel');
export const stateQuery = defineQuery<SessionStateView>('state');

export const sessionStatusAttribute = defineSearchAttributeKey('SessionStatus', SearchAttributeType.KEYWORD);
export const doctorIdAttribute = defineSearchAttributeKey('DoctorId', SearchAttributeType.KEYWORD);
export const sessionStartAttribute = defineSearchAttributeKey('SessionStart', SearchAttributeType.DATETIME);

/**
 * One attempt to call a session off, by which its update is known: an attempt that came too late must not speak for the next
 * one. That two attempts do it once is the database's business, by the id of the decision.
 */
export function cancelAttemptId({ decisionId, validUntil }: CancelMessage): string {
  return `${decisionId}/${Date.parse(validUntil)}`;
}

/** The one way to name a session's workflow. */
export function sessionWorkflowId(sessionId: string): string {
  return `session/${sessionId.toLowerCase()}`;
}
