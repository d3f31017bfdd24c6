import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';
import { RECONCILE_SCHEDULE_ID, RECONCILE_WORKFLOW_ID, RECONCILE_WORKFLOW_TYPE } from './contract.js';

interface Target {
  client: Client;
  taskQueue: string;
}

/** Starts a round of reconciling, or joins the one that runs. */
export async function startReconcile({ client, taskQueue }: Target): Promise<void> {
  await client.workflow.start(RECONCILE_WORKFLOW_TYPE, {
    workflowId: RECONCILE_WORKFLOW_ID,
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}

/** Has a round started every hour; whoever comes first makes the schedule. */
export async function scheduleReconcile({ client, taskQueue }: Target): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: RECONCILE_SCHEDULE_ID,
      spec: { intervals: [{ every: '1 hour' }] },
      policies: { overlap: 'SKIP' },
      action: {
        type: 'startWorkflow',
        workflowType: RECONCILE_WORKFLOW_TYPE,
        workflowId: RECONCILE_WORKFLOW_ID,
        taskQueue,
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
