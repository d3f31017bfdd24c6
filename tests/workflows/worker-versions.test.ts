import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import type { Connection } from '@temporalio/client';
import { failureConverterPath } from '../../platform/temporal/data-converter.js';
import { activateBuild, buildIdOf, currentBuild } from '../../platform/temporal/deployment.js';
import { createSessionClient } from '../../workflows/session/client.js';
import { sessionWorkflowId } from '../../workflows/session/contract.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { waitFor } from '../support/wait-for.js';
import { createWorkflowHarness, type WorkerBuild, type WorkflowHarness } from '../support/workflow-harness.js';
import { decision, hoursAhead, LONG, moveTo, request } from './session-world.js';

const bundleOf = (file: string): Promise<WorkflowBundle> =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`../support/changed-workflows/${file}`, import.meta.url)),
    failureConverterPath,
    logger: new DefaultLogger('ERROR', () => undefined),
  });
const asBuild = (workflowBundle: WorkflowBundle): WorkerBuild => ({
  workflowBundle,
  buildId: buildIdOf(workflowBundle),
});

let harness: WorkflowHarness;
let before: WorkerBuild;
let after: WorkerBuild;
let broken: WorkerBuild;
beforeAll(async () => {
  harness = await createWorkflowHarness();
  before = asBuild(harness.workflowBundle);
  after = asBuild(await bundleOf('index.ts'));
  broken = asBuild(await bundleOf('unguarded.ts'));
}, 60_000);
afterAll(() => harness.close());

function place() {
  const clinic = createFakeClinic(LONG);
  const taskQueue = harness.newTaskQueue();
  const deployment = {
    connection: harness.client.connection as Connection,
    namespace: harness.client.options.namespace,
    deploymentName: taskQueue,
  };
  /** As whoever deploys does: tried until the server has seen the worker. */
  const activate = ({ buildId }: WorkerBuild): Promise<true> =>
    waitFor(
      async () => {
        await activateBuild(deployment, buildId);
        return true;
      },
      { timeoutMs: 20_000, describe: 'build current' },
    );
  const sessions = createSessionClient({ client: harness.client, taskQueue });
  return { clinic, taskQueue, deployment, activate, sessions };
}

describe('a build of the worker', () => {
  test('is named by the workflows’ code, or as it is told to', () => {
    expect(buildIdOf({ code: 'a' })).toBe(buildIdOf({ code: 'a' }));
    expect(buildIdOf({ code: 'a' })).not.toBe(buildIdOf({ code: 'b' }));
    expect(buildIdOf({ code: 'a' }, '2026.11')).toBe('2026.11');
    expect(after.buildId).not.toBe(before.buildId);
  });

  test('takes over sessions that another one has begun, once it is made current, and finishes them', async () => {
    const { clinic, taskQueue, deployment, activate, sessions } = place();
    const [pending, moving] = [randomUUID(), randomUUID()];
    const open: AsyncDisposable[] = [];
    try {
      const first = await harness.startWorker(taskQueue, clinic.activities, before);
      open.push(first);
      await activate(before);
      await sessions.book(pending, request());
      await sessions.book(moving, request());
      await sessions.decide(moving, decision('APPROVE'));
      await waitFor(() => clinic.rows.get(moving)?.status === 'APPROVED', { describe: 'approved' });
      await sessions.move(moving, moveTo(hoursAhead(5)));

      open.push(await harness.startWorker(taskQueue, clinic.activities, after));
      await waitFor(() => sees(after), { timeoutMs: 20_000, describe: 'the new build known' });
      expect(await currentBuild(deployment)).toBe(before.buildId);
      await activate(after);
      await first[Symbol.asyncDispose]();
      open.shift();

      await sessions.decide(pending, decision('REJECT'));
      await sessions.decide(moving, decision('APPROVE', { subject: 'MOVE' }));
      const ended = (id: string) => async () =>
        (await harness.client.workflow.getHandle(sessionWorkflowId(id)).describe()).status.name === 'COMPLETED';
      await waitFor(ended(pending), { timeoutMs: 20_000, describe: 'rejected and over' });
      await waitFor(() => clinic.rows.get(moving)?.move === null, { timeoutMs: 20_000, describe: 'moved' });
      await sessions.cancel(moving, { ...moveTo(''), reason: null });
      await waitFor(ended(moving), { timeoutMs: 20_000, describe: 'called off and over' });
      const { raw } = await harness.client.workflow.getHandle(sessionWorkflowId(moving)).describe();
      const { versioningInfo } = raw.workflowExecutionInfo ?? {};
      expect(versioningInfo?.deploymentVersion?.buildId).toBe(after.buildId);
    } finally {
      for (const worker of open) await worker[Symbol.asyncDispose]();
    }

    async function sees({ buildId }: WorkerBuild): Promise<boolean> {
      const { workerDeploymentInfo } = await deployment.connection.workflowService.describeWorkerDeployment(deployment);
      const versions = workerDeploymentInfo?.versionSummaries ?? [];
      return versions.some(({ deploymentVersion }) => deploymentVersion?.buildId === buildId);
    }
  }, 90_000);

  test('that takes no work yet books nothing', async () => {
    const { clinic, taskQueue, sessions, deployment } = place();
    await using _worker = await harness.startWorker(taskQueue, clinic.activities, before);
    await expect(sessions.book(randomUUID(), request())).rejects.toMatchObject({ code: 'temporarily_unavailable' });
    expect(await currentBuild(deployment)).toBeNull();
    expect(clinic.rows.size).toBe(0);
  }, 30_000);

  test('that runs under way cannot follow is taken back without a loss', async () => {
    const { clinic, taskQueue, activate, sessions } = place();
    const sessionId = randomUUID();
    {
      await using _first = await harness.startWorker(taskQueue, clinic.activities, before);
      await activate(before);
      await sessions.book(sessionId, request());
    }
    {
      await using _second = await harness.startWorker(taskQueue, clinic.activities, broken);
      await activate(broken);
      await sessions.decide(sessionId, decision('APPROVE'));
      const handle = harness.client.workflow.getHandle(sessionWorkflowId(sessionId));
      const attempts = async () => Number((await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0);
      await waitFor(async () => (await attempts()) > 1, { timeoutMs: 30_000, describe: 'tasks that fail' });
      expect(clinic.rows.get(sessionId)?.status).toBe('PENDING');
    }
    await using _third = await harness.startWorker(taskQueue, clinic.activities, before);
    await activate(before);
    await waitFor(() => clinic.rows.get(sessionId)?.status === 'APPROVED', { timeoutMs: 30_000, describe: 'approved' });
  }, 90_000);
});
