import { DomainError, type ErrorCode } from '../../domain/errors.js';
import type { TimerBasis } from '../../domain/session/plan-timers.js';
import type { SessionSnapshot, TimeRefusal } from '../../domain/session/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';
import type {
  BookCommand,
  BookResult,
  CancelCommand,
  DecideCommand,
  ReplyCommand,
  StoredStep,
  TimerCommand,
} from './session-commands.js';

export type * from './session-commands.js';
export { amendSession, closeSession, deleteSession, reopenSession } from './session-corrections-store.js';
export { decideMove, expireMove, movableSession, proposeMove, refuseStep } from './session-moves-store.js';

/** A session as its workflow resumes it; `notificationIds` are still QUEUED. */
export interface SessionRecord {
  snapshot: SessionSnapshot;
  basis: TimerBasis;
  bodyHash: string;
  notificationIds: string[];
}

export type DecisionKind =
  | 'APPROVE'
  | 'REJECT'
  | 'CANCEL'
  | 'CONFIRM'
  | 'DECLINE'
  | 'CHANGE'
  | 'MOVE'
  | 'MOVE_APPROVE'
  | 'MOVE_REJECT'
  | 'MOVE_WITHDRAW'
  | 'COMPLETE'
  | 'NO_SHOW'
  | 'REOPEN'
  | 'AMEND'
  | 'DELETE';

export interface DecisionRecord {
  id: string;
  sessionId: string;
  kind: DecisionKind;
  state: 'APPLIED' | 'REFUSED';
  code: ErrorCode | null;
  bodyHash: string | null;
  snapshotVersion: number;
  /** Why a time was refused; null where that is not what was refused. */
  refusal: TimeRefusal | null;
}

/** Takes the slot and makes the session; idempotent in the session id. */
export async function bookSession(tx: Tx, command: BookCommand): Promise<BookResult> {
  const result = await callEngine<BookResult | { outcome: 'TOO_LATE' }>(tx, 'book_session', command);
  if (result.outcome === 'TOO_LATE') throw tooLate();
  return result;
}

/** A doctor's or admin's word on a request. The first valid one wins; the same decision id gives the same answer. */
export function decideSession(tx: Tx, command: DecideCommand): Promise<StoredStep> {
  return callEngine(tx, 'decide_session', command);
}

/** Calls a session off and frees its slot. Refused as `temporarily_unavailable`, with nothing written, past `notAfter`. */
export function cancelSession(tx: Tx, command: CancelCommand): Promise<StoredStep> {
  return callEngine(tx, 'cancel_session', command);
}

/** The patient's answer, by prompt or on their behalf. To a prompt about a move it is a word on the move; see `ReplyCommand`. */
export function replySession(tx: Tx, command: ReplyCommand): Promise<StoredStep> {
  return callEngine(tx, 'reply_session', command);
}

/** Ends a request that nobody decided; changes nothing where that is not due. SYSTEM only. */
export function expireSession(tx: Tx, command: TimerCommand): Promise<StoredStep> {
  return callEngine(tx, 'expire_session', command);
}

/** Closes an approved session after its end; changes nothing where that is not due. SYSTEM only. */
export function completeSession(tx: Tx, command: TimerCommand): Promise<StoredStep> {
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

/** The versions of sessions by id, what was deleted included; without those that do not exist. SYSTEM only. */
export async function sessionVersions(tx: Tx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx.session.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** What became of a message; null when it is not known (yet) or not the caller's to see. */
export async function decisionById(tx: Tx, decisionId: string): Promise<DecisionRecord | null> {
  const row = await tx.decision.findUnique({
    where: { id: decisionId },
    select: {
      id: true,
      sessionId: true,
      kind: true,
      state: true,
      code: true,
      bodyHash: true,
      snapshotVersion: true,
      result: true,
    },
  });
  if (row === null) return null;
  const { result, ...decision } = row;
  const { refusal = null } = (result ?? {}) as { refusal?: TimeRefusal | null };
  return { ...decision, refusal } as DecisionRecord;
}

function tooLate(): DomainError {
  return new DomainError('temporarily_unavailable', 'The request was not handled in time; nothing was changed.', {
    retryAfterSeconds: 1,
  });
}
