import { DomainError } from '../../domain/errors.js';
import type { ApiContext } from '../context.js';

/** A row that was written beside a workflow: it is for the session's, or for the task's where it is about no session. */
export interface WrittenRow {
  notificationId: string;
  sessionId: string | null;
  taskId: string | null;
}

/**
 * Hands rows to whoever delivers them, after the commit that wrote them. What asked for them is done by then and is answered
 * as such: a row that nobody can take just now is found by the worker's look-out within minutes.
 */
export async function handOver(
  { sessions, tasks, logger }: Pick<ApiContext, 'sessions' | 'tasks' | 'logger'>,
  { notificationId, sessionId, taskId }: WrittenRow,
  requestId: string,
): Promise<void> {
  try {
    if (sessionId !== null) await sessions.deliver(sessionId, [notificationId]);
    else if (taskId !== null) await tasks.deliver(taskId, [notificationId]);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'temporarily_unavailable') throw error;
    logger.warn({ requestId, notificationId }, 'a message waits to be taken up');
  }
}
