import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { WorkflowBundle } from '@temporalio/worker';
import type { Activities } from '../../activities/index.js';
import { createLogger } from '../../platform/logger.js';
import { connectTemporal } from '../../platform/temporal/client.js';
import { installTemporalRuntime } from '../../platform/temporal/runtime.js';
import { createWorker } from '../../platform/temporal/worker.js';
import { buildWorkflowBundle } from '../../platform/temporal/workflow-bundle.js';

export const TEST_PAYLOAD_KEY = { payloadKeyId: 'test', payloadKey: Buffer.alloc(32, 7).toString('base64') };

/** A worker that takes work only while its build is the current one. */
export interface WorkerBuild {
  buildId: string;
  workflowBundle: WorkflowBundle;
}

export interface WorkflowHarness {
  client: Client;
  /** Of the workflows as they are. */
  workflowBundle: WorkflowBundle;
  /** One for each test, so that tests share a server and nothing else. */
  newTaskQueue(): string;
  /** Runs a worker with these activities on the queue until the disposal. */
  startWorker(taskQueue: string, activities: Activities, build?: WorkerBuild): Promise<AsyncDisposable>;
  close(): Promise<void>;
}

/** The SDK's log would drown the test report. Once per process: call before anything else of the SDK. */
export const quietRuntime = () => installTemporalRuntime(createLogger({ name: 'test', level: 'silent' }));

/** Workflow tests against the real server that the test run started (`TEST_TEMPORAL_ADDRESS`). */
export async function createWorkflowHarness(): Promise<WorkflowHarness> {
  const temporalAddress = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!temporalAddress) throw new Error('TEST_TEMPORAL_ADDRESS is not set: run the tests by `npm test`.');
  const config = { temporalAddress, temporalNamespace: 'default' };
  const { client, close } = connectTemporal(config, TEST_PAYLOAD_KEY);
  const workflowBundle: WorkflowBundle = await buildWorkflowBundle(quietRuntime().logger);
  return {
    client,
    workflowBundle,
    newTaskQueue: () => `test-${randomUUID()}`,
    async startWorker(temporalTaskQueue, activities, build) {
      const { worker, close: closeConnection } = await createWorker({
        config: { ...config, temporalTaskQueue, maxCachedWorkflows: 100 },
        key: TEST_PAYLOAD_KEY,
        workflowBundle,
        activities,
        ...build,
      });
      const running = worker.run();
      return {
        async [Symbol.asyncDispose]() {
          worker.shutdown();
          await running;
          await closeConnection();
        },
      };
    },
    close,
  };
}
