import { NativeConnection, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { TemporalConfig } from './client.js';
import { createDataConverter, type PayloadKey } from './data-converter.js';
import { deploymentOptions } from './deployment.js';

export interface WorkerOptions<A extends object> {
  config: TemporalConfig & { temporalTaskQueue: string; maxCachedWorkflows: number };
  key: PayloadKey;
  workflowBundle: WorkflowBundle;
  activities: A;
  /** The worker takes no work until this build is the current one (`activateBuild`); without it, it takes what there is. */
  buildId?: string;
}

/**
 * A worker on its own connection. Running activities get 10 s to finish after a stop is asked for; a provider call that
 * is cut off later is looked up at the provider before it is repeated.
 */
export async function createWorker<A extends object>(
  options: WorkerOptions<A>,
): Promise<{ worker: Worker; close(): Promise<void> }> {
  const { config } = options;
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.temporalTaskQueue,
    workflowBundle: options.workflowBundle,
    activities: options.activities,
    dataConverter: createDataConverter(options.key),
    maxCachedWorkflows: config.maxCachedWorkflows,
    ...(options.buildId === undefined
      ? {}
      : { workerDeploymentOptions: deploymentOptions(config.temporalTaskQueue, options.buildId) }),
    shutdownGraceTime: '10 s',
    shutdownForceTime: '20 s',
  });
  return { worker, close: () => connection.close() };
}
