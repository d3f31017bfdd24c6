import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** Rows that take the place of these, which came to nothing, and that have not left yet. SYSTEM only. */
export function queuedFallbacks(tx: Tx, notificationIds: string[]): Promise<string[]> {
  return callEngine(tx, 'queued_fallbacks', { notificationIds });
}

/** A row that was written beside a workflow; it is for the session's workflow to deliver, or for the task's where there is none. */
export interface WaitingRow {
  notificationId: string;
  sessionId: string | null;
  taskId: string | null;
}

/** Such rows of that age that have not left, oldest first, a batch of those after the given one. SYSTEM only. */
export function waitingBeside(
  tx: Tx,
  wanted: { after: string | null; olderThanSeconds: number; youngerThanSeconds: number | null },
): Promise<WaitingRow[]> {
  return callEngine(tx, 'waiting_beside', wanted);
}
