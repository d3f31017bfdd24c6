import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';
import type {
  DecideMoveCommand,
  ExpireMoveCommand,
  MovableSession,
  MoveCommand,
  RefuseCommand,
  StoredStep,
} from './session-commands.js';

/**
 * Another time, at once or as a proposal; see `MoveCommand`. The time is to be judged in the same transaction, after
 * `loadSchedulingToBook` of the doctor. Refused as `slot_taken` (with an override `confirmation_required`) with the
 * `conflicts` where somebody was first, and as `temporarily_unavailable`, with nothing written, past `notAfter`.
 */
export function proposeMove(tx: Tx, command: MoveCommand): Promise<StoredStep> {
  return callEngine(tx, 'propose_move', command);
}

/** A word on the open move: the proposed time becomes the session's, or the present one simply stays. */
export function decideMove(tx: Tx, command: DecideMoveCommand): Promise<StoredStep> {
  return callEngine(tx, 'decide_move', command);
}

/** Ends a proposal that nobody answered; changes nothing where that is not due. SYSTEM only. */
export function expireMove(tx: Tx, command: ExpireMoveCommand): Promise<StoredStep> {
  return callEngine(tx, 'expire_move', command);
}

/**
 * Keeps a refusal that the rules found. Given for a refusal of the same decision that the database has just kept with the
 * same code, it adds what is free instead.
 */
export function refuseStep(tx: Tx, command: RefuseCommand): Promise<StoredStep> {
  return callEngine(tx, 'refuse_step', command);
}

/** The session before a move, with the actor's rights; locks nothing. */
export function movableSession(tx: Tx, sessionId: string): Promise<MovableSession | null> {
  return callEngine(tx, 'movable_session', { sessionId });
}
