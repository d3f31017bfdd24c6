import { WithStartWorkflowOperation, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { DomainError, isErrorCode } from '../../../domain/errors.js';
import type { StepResult } from '../../../domain/session/types.js';
import type { StartTarget } from '../../client.js';
import { attemptId, SESSION_WORKFLOW_TYPE, sessionWorkflowId, type Command } from '../contract.js';
import { startOptions, unavailable, whileValid } from '../starting/client.js';

/** A command as its caller makes it; how long it is valid is added when it is sent. */
export type Unsent<M extends Command> = M extends unknown ? Omit<M, 'validUntil'> : never;

/** A run that ends while the message is on its way does not take it: the next one does. */
const MAX_STARTS = 5;

/** The call that has a session's workflow do something and waits for what it came to. */
export function createCommands({ client, taskQueue }: StartTarget) {
  type Update<M> = UpdateDefinition<StepResult, [M]>;

  const toRunning = <M extends Command>(sessionId: string, update: Update<M>, message: M): Promise<StepResult> =>
    client.workflow
      .getHandle(sessionWorkflowId(sessionId))
      .executeUpdate(update, { args: [message], updateId: attemptId(message) });

  const withStart = <M extends Command>(sessionId: string, update: Update<M>, message: M): Promise<StepResult> =>
    client.workflow.executeUpdateWithStart(update, {
      args: [message],
      updateId: attemptId(message),
      startWorkflowOperation: new WithStartWorkflowOperation(SESSION_WORKFLOW_TYPE, {
        ...startOptions(taskQueue, { mode: 'resume', sessionId }),
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    });

  async function resuming<M extends Command>(sessionId: string, update: Update<M>, message: M): Promise<StepResult> {
    for (let start = 1; ; start += 1) {
      try {
        return await withStart(sessionId, update, message);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError) || start === MAX_STARTS) throw error;
      }
    }
  }

  return async function command<M extends Command>(
    sessionId: string,
    update: Update<M>,
    unsent: Omit<M, 'validUntil'>,
    { resume }: { resume: boolean } = { resume: false },
  ): Promise<StepResult | 'ENDED'> {
    try {
      const result = await whileValid(client, (validUntil) => {
        const message = { ...unsent, validUntil } as M;
        return resume ? resuming(sessionId, update, message) : toRunning(sessionId, update, message);
      });
      if (result.code === 'temporarily_unavailable') throw unavailable(null);
      return result;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError && !resume) return 'ENDED';
      throw refused(error) ?? unavailable(error);
    }
  };
}

/** What the workflow itself refused, by its code; null for anything else. */
function refused(error: unknown): DomainError | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return null;
  const { type, message } = error.cause;
  return isErrorCode(type) ? new DomainError(type, message) : null;
}
