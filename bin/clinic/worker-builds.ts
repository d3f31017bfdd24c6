import { Connection, isGrpcServiceError } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { readEnv } from '../../platform/config/env.js';
import { activateBuild, currentBuild, knownBuilds, type Deployment } from '../../platform/temporal/deployment.js';

const CONNECT_TIMEOUT_MS = 5_000;

/** Words about every build that has asked for work. */
export function listBuilds(): Promise<string> {
  return withDeployment(async (deployment) => {
    const [builds, current] = [await knownBuilds(deployment), await currentBuild(deployment)];
    return builds.map((build) => (build === current ? `${build}  gets all work` : build)).join('\n');
  });
}

/** Gives all work to a build and says so. */
export function activateWorkers(buildId: string): Promise<string> {
  return withDeployment(async (deployment) => {
    await activateBuild(deployment, buildId);
    return `All work goes to build ${buildId} now.`;
  });
}

async function withDeployment(work: (deployment: Deployment) => Promise<string>): Promise<string> {
  const {
    temporalAddress: address,
    temporalNamespace: namespace,
    temporalTaskQueue,
  } = readEnv(['workers']).config.workers;
  const connection = await Connection.connect({ address, connectTimeout: CONNECT_TIMEOUT_MS });
  try {
    return await work({ connection, namespace, deploymentName: temporalTaskQueue });
  } catch (cause) {
    if (!isGrpcServiceError(cause)) throw cause;
    const words = 'Temporal refuses it: are workers of this build running?';
    throw new DomainError('invalid_transition', words, {}, { cause });
  } finally {
    await connection.close();
  }
}
