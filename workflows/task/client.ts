import { DomainError } from '../../domain/errors.js';
import { ensureStarted, type StartTarget } from '../client.js';
import {
  TASK_WORKFLOW_TYPE,
  taskChangedSignal,
  taskDeliverSignal,
  taskWorkflowId,
  type TaskInput,
} from './contract.js';

/** The door to the workflows that show tasks in Slack. All are durable when they return and throw `temporarily_unavailable`. */
export interface TaskClient {
  /** The task has changed. */
  changed(taskId: string): Promise<void>;
  /** Makes sure that somebody shows the task; a workflow that is at it already is left alone. */
  show(taskId: string): Promise<void>;
  /** Has rows about the task, and about no session, delivered. */
  deliver(taskId: string, notificationIds: string[]): Promise<void>;
}

const DEADLINE_MS = 5_000;
const UNAVAILABLE = 'The task cannot be shown at the moment.';

export function createTaskClient(target: StartTarget): TaskClient {
  async function send(taskId: string, message: { signal: string; signalArgs: unknown[] }): Promise<void> {
    const { client, taskQueue } = target;
    try {
      await client.withDeadline(Date.now() + DEADLINE_MS, () =>
        client.workflow.signalWithStart(TASK_WORKFLOW_TYPE, {
          workflowId: taskWorkflowId(taskId),
          taskQueue,
          args: [{ taskId } satisfies TaskInput],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          ...message,
        }),
      );
    } catch (error) {
      throw new DomainError('temporarily_unavailable', UNAVAILABLE, { retryAfterSeconds: 5 }, { cause: error });
    }
  }

  return {
    changed: (taskId) => send(taskId, { signal: taskChangedSignal.name, signalArgs: [] }),
    show: (taskId) =>
      ensureStarted(target, {
        type: TASK_WORKFLOW_TYPE,
        workflowId: taskWorkflowId(taskId),
        input: { taskId } satisfies TaskInput,
        unavailable: UNAVAILABLE,
      }),
    deliver: (taskId, notificationIds) =>
      send(taskId, { signal: taskDeliverSignal.name, signalArgs: [notificationIds] }),
  };
}
