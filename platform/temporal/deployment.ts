import { createHash } from 'node:crypto';
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import type { WorkflowBundle, WorkerDeploymentOptions } from '@temporalio/worker';

/** Workers of one task queue; which of their builds takes work is a setting of the server. */
export interface Deployment {
  connection: Connection;
  namespace: string;
  /** The task queue's name. */
  deploymentName: string;
}

const BUILD_ID_LENGTH = 12;
const NOT_FOUND = 5;

/** The build of a worker: the given name, or one that follows from the workflows' code. */
export function buildIdOf({ code }: WorkflowBundle, given?: string): string {
  return given ?? createHash('sha256').update(code).digest('hex').slice(0, BUILD_ID_LENGTH);
}

/**
 * Runs go on with whatever build is current: they wait for weeks, and a build that they were pinned to would have to be kept
 * for as long. So every change of their code is patched, and all histories replay on it.
 */
export function deploymentOptions(deploymentName: string, buildId: string): WorkerDeploymentOptions {
  return {
    version: { deploymentName, buildId },
    useWorkerVersioning: true,
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  };
}

/** The build that takes work; null where none does yet. */
export async function currentBuild({ connection, namespace, deploymentName }: Deployment): Promise<string | null> {
  try {
    const { workerDeploymentInfo } = await connection.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName,
    });
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId || null;
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
    throw error;
  }
}

/** Every build that has asked for work, newest first. */
export async function knownBuilds({ connection, namespace, deploymentName }: Deployment): Promise<string[]> {
  const { workerDeploymentInfo } = await connection.workflowService.describeWorkerDeployment({
    namespace,
    deploymentName,
  });
  const summaries = [...(workerDeploymentInfo?.versionSummaries ?? [])];
  const seconds = (time: (typeof summaries)[number]['createTime']): number => Number(time?.seconds ?? 0);
  return summaries
    .sort((a, b) => seconds(b.createTime) - seconds(a.createTime))
    .flatMap(({ deploymentVersion }) => (deploymentVersion?.buildId ? [deploymentVersion.buildId] : []));
}

/** Gives all work to a build, for new and old runs alike. Refused by the server while no worker of it asks for work. */
export async function activateBuild(deployment: Deployment, buildId: string): Promise<void> {
  const { connection, namespace, deploymentName } = deployment;
  if ((await currentBuild(deployment)) === buildId) return;
  await connection.workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId });
}
