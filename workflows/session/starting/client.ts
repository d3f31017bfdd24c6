import type { Client } from '@temporalio/client';
import { DomainError } from '../../../domain/errors.js';
import type { StartTarget } from '../../client.js';
import { SESSION_WORKFLOW_TYPE, sessionWorkflowId, type SessionInput } from '../contract.js';

/** How long a request stays valid, and how much longer its caller waits for the word. */
export const REQUEST_VALID_MS = 10_000;
const GRACE_MS = 1_000;
/** A worker that dies in mid-task delays the next attempt by this long. */
const WORKFLOW_TASK_TIMEOUT_MS = 5_000;

/** What every start of a session's workflow has in common. */
export function startOptions(taskQueue: string, input: SessionInput) {
  return {
    workflowId: sessionWorkflowId(input.sessionId),
    taskQueue,
    args: [input] as [SessionInput],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
  };
}

/** Makes sure that the session has a running workflow, from its row. */
export async function startFromRow({ client, taskQueue }: StartTarget, sessionId: string): Promise<void> {
  await client.workflow.start(SESSION_WORKFLOW_TYPE, {
    ...startOptions(taskQueue, { mode: 'resume', sessionId }),
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

/** Runs a call that is valid from now on for 10 s, and waits a second longer. */
export function whileValid<T>(client: Client, call: (validUntil: string) => Promise<T>): Promise<T> {
  const validUntilMs = Date.now() + REQUEST_VALID_MS;
  return client.withDeadline(validUntilMs + GRACE_MS, () => call(new Date(validUntilMs).toISOString()));
}

/** What a caller hears of trouble between here and a worker. */
export function unavailable(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  return new DomainError(
    'temporarily_unavailable',
    'The scheduler cannot be reached at the moment. It is safe to try again with the same Idempotency-Key.',
    { retryAfterSeconds: 5 },
    { cause },
  );
}
