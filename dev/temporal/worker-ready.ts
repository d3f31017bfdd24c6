import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { activateBuild } from '../../platform/temporal/deployment.js';

export interface WorkerPlace {
  address: string;
  namespace: string;
  taskQueue: string;
}

/**
 * True once the worker of this process asks for tasks, and its build is the one that gets them: it is made so here, since
 * whoever changes the code on a developer's machine wants the change. A worker that was killed counts as asking for a while.
 */
export async function activateWorker(place: WorkerPlace, pid: number): Promise<boolean> {
  const { address, namespace, taskQueue } = place;
  const connection = await Connection.connect({ address, connectTimeout: '2 s' });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    const ours = (pollers ?? []).find(({ identity }) => identity?.startsWith(`${pid}@`));
    const buildId = ours?.deploymentOptions?.buildId;
    if (!buildId) return false;
    await activateBuild({ connection, namespace, deploymentName: taskQueue }, buildId);
    return true;
  } finally {
    await connection.close();
  }
}
