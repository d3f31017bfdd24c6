import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { DomainError } from '../domain/errors.js';

const DEADLINE_MS = 5_000;

/** Where workflows are started, and who takes them. */
export interface StartTarget {
  client: Client;
  taskQueue: string;
}

export interface WantedRun {
  type: string;
  workflowId: string;
  input: object;
  /** Whether an id whose run has ended well starts again; a second run is harmless by default. */
  again?: 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY';
  /** What the caller reads where Temporal cannot be reached. */
  unavailable: string;
}

/** Starts a workflow, or joins the one that runs; durable when it returns. Throws `temporarily_unavailable`. */
export async function ensureStarted({ client, taskQueue }: StartTarget, wanted: WantedRun): Promise<void> {
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.start(wanted.type, {
        workflowId: wanted.workflowId,
        taskQueue,
        args: [wanted.input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: wanted.again ?? 'ALLOW_DUPLICATE',
      }),
    );
  } catch (error) {
    // It has done its work, and need not do it again.
    if (error instanceof WorkflowExecutionAlreadyStartedError) return;
    throw new DomainError('temporarily_unavailable', wanted.unavailable, { retryAfterSeconds: 5 }, { cause: error });
  }
}
