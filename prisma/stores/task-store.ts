import type { NotificationStatus } from '../../domain/notifications/types.js';
import type { Attendance, SessionStatus } from '../../domain/session/types.js';
import type { TaskKind, TaskState } from '../../domain/tasks/types.js';
import type { Tx } from '../actor.js';
import { callEngine } from './engine-call.js';

/** Why nothing was done: who has claimed or done it, and when. `by` is null where it was done by itself. */
export interface TaskRefusal {
  outcome: 'CLAIMED' | 'DONE';
  by: { id: string; fullName: string } | null;
  at: string;
}

export type TaskOutcome = { outcome: 'APPLIED' } | TaskRefusal;

/** NO_NUMBER: nobody there may be texted. OPTED_OUT: the number wants no texts. */
export type ReplyOutcome =
  { outcome: 'APPLIED'; sessionId: string | null } | { outcome: 'NO_NUMBER' | 'OPTED_OUT' } | TaskRefusal;

/** For secretaries and admins, like all that people do with tasks. Throws `not_found`. */
export function claimTask(tx: Tx, taskId: string): Promise<TaskOutcome> {
  return callEngine(tx, 'claim_task', { taskId });
}

export function finishTask(tx: Tx, command: { taskId: string; note: string | null }): Promise<TaskOutcome> {
  return callEngine(tx, 'finish_task', command);
}

/** Writes a text, as it was typed, to the task's number as the notification row `noticeId`, and claims the task. */
export function replyTask(tx: Tx, command: { taskId: string; noticeId: string; body: string }): Promise<ReplyOutcome> {
  return callEngine(tx, 'reply_task', command);
}

/** A task's post in the secretaries' channel with all that it shows. Instants are ISO UTC, people are names. */
export interface TaskPost {
  notification: { id: string; status: NotificationStatus; providerId: string | null; shownVersion: number | null };
  task: {
    id: string;
    version: number;
    kind: TaskKind;
    state: TaskState;
    text: string | null;
    note: string | null;
    createdAt: string;
    dueAt: string | null;
    claimedBy: string | null;
    claimedAt: string | null;
    doneBy: string | null;
    doneAt: string | null;
    repliedAt: string | null;
  };
  timeZone: string;
  patientName: string | null;
  session: {
    code: string;
    startsAt: string;
    doctorName: string;
    status: SessionStatus;
    attendance: Attendance;
  } | null;
}

/** Null where the task has no post. SYSTEM only. */
export function taskPost(tx: Tx, taskId: string): Promise<TaskPost | null> {
  return callEngine(tx, 'task_post', { taskId });
}

/** Records what the post shows, unless the task has changed meanwhile. SYSTEM only. */
export async function taskShown(tx: Tx, command: { taskId: string; version: number }): Promise<void> {
  await callEngine(tx, 'task_shown', command);
}

/** Tasks whose posts are missing or out of date, oldest first. SYSTEM only. */
export function unshownTasks(tx: Tx, limit: number): Promise<string[]> {
  return callEngine(tx, 'unshown_tasks', { limit });
}
