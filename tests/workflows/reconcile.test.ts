import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startReconcile } from '../../workflows/reconcile/client.js';
import { RECONCILE_WORKFLOW_ID } from '../../workflows/reconcile/contract.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

test('reconciling goes through all texts that nobody took up', async () => {
  const clinic = createFakeClinic({ decisionMs: 600_000, sessionEndsMs: 1_200_000 });
  const taskQueue = harness.newTaskQueue();
  clinic.queuedTexts.push(randomUUID(), randomUUID());
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  await startReconcile({ client: harness.client, taskQueue });
  await harness.client.workflow.getHandle(RECONCILE_WORKFLOW_ID).result();
  expect(clinic.queuedTexts).toEqual([]);
});
