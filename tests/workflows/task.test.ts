import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTaskClient, type TaskClient } from '../../workflows/task/client.js';
import { taskWorkflowId } from '../../workflows/task/contract.js';
import { createFakeClinic, type FakeClinic } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../support/workflow-harness.js';

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

const handleOf = (taskId: string) => harness.client.workflow.getHandle(taskWorkflowId(taskId));

async function withClinic(story: (clinic: FakeClinic, tasks: TaskClient) => Promise<void>): Promise<void> {
  const clinic = createFakeClinic({ decisionMs: 60_000, sessionEndsMs: 120_000 });
  const taskQueue = harness.newTaskQueue();
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  await story(clinic, createTaskClient({ client: harness.client, taskQueue }));
}

describe('task workflow', () => {
  test('shows a task that changes while it is shown once more, and then ends', async () => {
    await withClinic(async (clinic, tasks) => {
      const taskId = randomUUID();
      const release = clinic.holdDeliveries();
      await tasks.changed(taskId);
      await waitFor(async () => (await handleOf(taskId).describe()).status.name === 'RUNNING');
      await waitFor(async () => {
        const { pendingActivities } = (await handleOf(taskId).describe()).raw;
        return (pendingActivities ?? []).length > 0;
      });
      for (let more = 0; more < 3; more += 1) await tasks.changed(taskId);
      release();
      await handleOf(taskId).result();
      expect(clinic.shownTasks).toEqual([taskId, taskId]);
      await tasks.changed(taskId);
      await handleOf(taskId).result();
      expect(clinic.shownTasks).toHaveLength(3);
    });
  });

  test('leaves one that is at it alone when it is only to be made sure', async () => {
    await withClinic(async (clinic, tasks) => {
      const taskId = randomUUID();
      const release = clinic.holdDeliveries();
      await Promise.all(Array.from({ length: 5 }, () => tasks.show(taskId)));
      release();
      await handleOf(taskId).result();
      expect(clinic.shownTasks).toEqual([taskId]);
    });
  });

  test('sends what is written back, each once, also where the post cannot be drawn', async () => {
    await withClinic(async (clinic, tasks) => {
      const taskId = randomUUID();
      clinic.hopeless.add(taskId);
      const ids = [randomUUID(), randomUUID()];
      const release = clinic.holdDeliveries();
      await tasks.deliver(taskId, ids);
      await tasks.deliver(taskId, ids);
      release();
      await handleOf(taskId).result();
      expect(clinic.delivered.sort()).toEqual([...ids].sort());
      expect(clinic.shownTasks).toEqual([]);
    });
  });
});
