import type { Client } from '@temporalio/client';
import { RECONCILE_WORKFLOW_ID, RECONCILE_WORKFLOW_TYPE } from './contract.js';

/** Starts a round of reconciling, or joins the one that runs. */
export async function startReconcile(deps: { client: Client; taskQueue: string }): Promise<void> {
  await deps.client.workflow.start(RECONCILE_WORKFLOW_TYPE, {
    workflowId: RECONCILE_WORKFLOW_ID,
    taskQueue: deps.taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
}
