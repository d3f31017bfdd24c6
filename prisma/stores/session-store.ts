import { DomainError, type ErrorCode } from '../../domain/errors.js';
import type { SessionSnapshot, StepResult } from '../../domain/session/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';
import type {
  BookCommand,
  BookResult,
  CancelCommand,
  DecideCommand,
  ReplyCommand,
  TimerCommand,
} from './session-commands.js';

export type * from './session-commands.js';

/** A session as its workflow resumes it; `notificationIds` are still QUEUED. */
export interface SessionRecord {
  snapshot: SessionSnapshot;
  bodyHash: string;
  notificationIds: string[];
}

export interface DecisionRecord {
  id: string;
  sessionId: string;
  kind: 'APPROVE' | 'REJECT' | 'CANCEL' | 'CONFIRM' | 'DECLINE' | 'CHANGE';
  state: 'APPLIED' | 'REFUSED';
  code: ErrorCode | null;
  bodyHash: string | null;
  snapshotVersion: number;
}

/** Takes the slot and makes the session; idempotent in the session id. */
export async function bookSession(tx: Tx, command: BookCommand): Promise<BookResult> {
  const result = await callEngine<BookResult | { outcome: 'TOO_LATE' }>(tx, 'book_session', command);
  if (result.outcome === 'TOO_LATE') throw tooLate();
  return result;
}

/** A doctor's or admin's word on a request. The first valid one wins; the same decision id gives the same answer. */
export function decideSession(tx: Tx, command: DecideCommand): Promise<StepResult> {
  return callEngine(tx, 'decide_session', command);
}

/** Calls a session off and frees its slot. Refused as `temporarily_unavailable`, with nothing written, past `notAfter`. */
export function cancelSession(tx: Tx, command: CancelCommand): Promise<StepResult> {
  return callEngine(tx, 'cancel_session', command);
}

/** The patient's answer, by prompt or on their behalf. */
export function replySession(tx: Tx, command: ReplyCommand): Promise<StepResult> {
  return callEngine(tx, 'reply_session', command);
}

/** Ends a request that nobody decided; changes nothing where that is not due. SYSTEM only. */
export function expireSession(tx: Tx, command: TimerCommand): Promise<StepResult> {
  return callEngine(tx, 'expire_session', command);
}

/** Closes an approved session after its end; changes nothing where that is not due. SYSTEM only. */
export function completeSession(tx: Tx, command: TimerCommand): Promise<StepResult> {
  return callEngine(tx, 'complete_session', command);
}

/** The row behind a workflow; null when there is none. Waits for a booking of that id that is under way. SYSTEM only. */
export function sessionSnapshot(tx: Tx, sessionId: string): Promise<SessionRecord | null> {
  return callEngine(tx, 'session_snapshot', { sessionId });
}

/** True where the viewer may see such a session. */
export async function sessionExists(tx: Tx, sessionId: string): Promise<boolean> {
  return (await tx.session.count({ where: { id: sessionId, deletedAt: null } })) > 0;
}

/** Sessions that are not over or still have something to tell, in order of their ids. SYSTEM only. */
export function openSessionIds(tx: Tx, page: { after?: string | null; limit: number }): Promise<string[]> {
  return callEngine(tx, 'open_session_ids', page);
}

/** What became of a message; null when it is not known (yet) or not the caller's to see. */
export async function decisionById(tx: Tx, decisionId: string): Promise<DecisionRecord | null> {
  const row = await tx.decision.findUnique({
    where: { id: decisionId },
    select: { id: true, sessionId: true, kind: true, state: true, code: true, bodyHash: true, snapshotVersion: true },
  });
  return row as DecisionRecord | null;
}

function tooLate(): DomainError {
  return new DomainError('temporarily_unavailable', 'The request was not handled in time; nothing was changed.', {
    retryAfterSeconds: 1,
  });
}
