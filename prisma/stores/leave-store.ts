import type { ConflictAction } from '../../domain/availability/editing/index.js';
import type { Actor } from '../../domain/actor.js';
import type { ErrorCode } from '../../domain/errors.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** What of a leave is to be done still, and as whom. */
export interface LeaveWork {
  actor: Actor;
  items: LeaveItem[];
}

export interface LeaveItem {
  id: string;
  sessionId: string;
  action: Exclude<ConflictAction, 'KEEP'>;
  /** MOVE only: the wanted time, ISO; null for the first that is free. */
  startsAt: string | null;
  /** The open move that alone lies in time which is closed; null where the session does. */
  moveId: string | null;
}

/** What was chosen for a session. */
export interface LeaveChoice {
  sessionId: string;
  action: ConflictAction;
  startsAt?: string | null;
  /** As `affectedSessions` has it. */
  moveId?: string | null;
}

/** Keeps what was chosen for each session; what is kept as it is counts as done. */
export async function openLeave(
  tx: Tx,
  command: { leaveId: string; doctorId: string; exceptionId: string | null; items: LeaveChoice[] },
): Promise<void> {
  await callEngine(tx, 'open_leave', command);
}

/** Open items: the one with this id, or those after an id in the order of ids; all of them by default. */
export interface WantedWork {
  itemId?: string;
  after?: string | null;
  limit?: number;
}

/** Who asked for a leave, and its open items; null where there is no such leave. SYSTEM only. */
export function leaveWork(tx: Tx, command: WantedWork & { leaveId: string }): Promise<LeaveWork | null> {
  return callEngine(tx, 'leave_work', command);
}

/**
 * Records what became of an item, once. One that was refused and goes on is a task for the secretaries: NO_ALTERNATIVE for a
 * MOVE that was refused as `slot_taken` or `slot_not_bookable`. SYSTEM only.
 */
export async function settleLeaveItem(
  tx: Tx,
  command: { itemId: string; state: 'DONE' | 'REFUSED'; code: ErrorCode | null },
): Promise<void> {
  await callEngine(tx, 'settle_leave_item', command);
}

/** Leaves that are not finished, in order of their ids, a batch of them. SYSTEM only. */
export function unfinishedLeaves(tx: Tx, after: string | null): Promise<string[]> {
  return callEngine(tx, 'unfinished_leaves', { after });
}
