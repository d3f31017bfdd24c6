import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';
import type { AmendCommand, CloseCommand, DeleteCommand, ReopenCommand, StoredStep } from './session-commands.js';

/** How a session that has begun ended; also the correction of one end by the other. */
export function closeSession(tx: Tx, command: CloseCommand): Promise<StoredStep> {
  return callEngine(tx, 'close_session', command);
}

/**
 * What an admin sets right at once. A time is to be judged as for `proposeMove`; where somebody else has it the answer is
 * `confirmation_required` with the `conflicts`. A new time or status withdraws the open move.
 */
export function amendSession(tx: Tx, command: AmendCommand): Promise<StoredStep> {
  return callEngine(tx, 'amend_session', command);
}

/** Brings back a session that was rejected, called off or closed, and whose time is still ahead. */
export function reopenSession(tx: Tx, command: ReopenCommand): Promise<StoredStep> {
  return callEngine(tx, 'reopen_session', command);
}

/** Hides a session for good. Any later command finds none; this one, repeated, gets the same answer. */
export function deleteSession(tx: Tx, command: DeleteCommand): Promise<StoredStep> {
  return callEngine(tx, 'delete_session', command);
}
