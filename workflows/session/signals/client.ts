import { WorkflowNotFoundError } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { StartTarget } from '../../client.js';
import { SESSION_WORKFLOW_TYPE, sessionWorkflowId } from '../contract.js';
import { startOptions, unavailable } from '../starting/client.js';

const MESSAGE_DEADLINE_MS = 5_000;

/** The call that leaves a message for a session's workflow: durable when it returns, also while no worker runs. */
export function createSignals({ client, taskQueue }: StartTarget) {
  return async function send<M>(
    sessionId: string,
    signal: SignalDefinition<[M]>,
    message: M,
    { resume }: { resume: boolean } = { resume: false },
  ): Promise<'SENT' | 'ENDED'> {
    const resumed = (): Promise<unknown> =>
      client.workflow.signalWithStart(SESSION_WORKFLOW_TYPE, {
        ...startOptions(taskQueue, { mode: 'resume', sessionId }),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        signal,
        signalArgs: [message],
      });
    const plain = (): Promise<void> => client.workflow.getHandle(sessionWorkflowId(sessionId)).signal(signal, message);
    try {
      await client.withDeadline(Date.now() + MESSAGE_DEADLINE_MS, async () => {
        await (resume ? resumed() : plain());
      });
      return 'SENT';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'ENDED';
      throw unavailable(error);
    }
  };
}
