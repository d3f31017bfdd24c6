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

  /** Adds how long the message is valid; null where no run takes it. */
  async function answered<M extends Command>(
    unsent: Omit<M, 'validUntil'>,
    send: (message: M) => Promise<StepResult>,
  ): Promise<StepResult | null> {
    try {
      const result = await whileValid(client, (validUntil) => send({ ...unsent, validUntil } as M));
      if (result.code === 'temporarily_unavailable') throw unavailable(null);
      return result;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw refused(error) ?? unavailable(error);
    }
  }

  /** Started from the row where no run goes on. */
  async function insist<M extends Command>(
    sessionId: string,
    update: Update<M>,
    unsent: Omit<M, 'validUntil'>,
  ): Promise<StepResult> {
    const result = await answered<M>(unsent, (message) => resuming(sessionId, update, message));
    if (result === null) throw unavailable(null);
    return result;
  }

  return {
    insist,
    /** ENDED: no run goes on, and none was to be started. */
    async ask<M extends Command>(
      sessionId: string,
      update: Update<M>,
      unsent: Omit<M, 'validUntil'>,
      { resume }: { resume: boolean } = { resume: false },
    ): Promise<StepResult | 'ENDED'> {
      if (resume) return insist(sessionId, update, unsent);
      return (await answered<M>(unsent, (message) => toRunning(sessionId, update, message))) ?? 'ENDED';
    },
  };
}

/** What the workflow itself refused, by its code; null for anything else. */
function refused(error: unknown): DomainError | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return null;
  const { type, message } = error.cause;
  return isErrorCode(type) ? new DomainError(type, message) : null;
}
