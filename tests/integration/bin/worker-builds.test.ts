import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PROJECT_ROOT } from '../../../dev/supervisor/entry.js';
import { createFakeClinic } from '../../support/fake-activities.js';
import { waitFor } from '../../support/wait-for.js';
import { createWorkflowHarness, type WorkflowHarness } from '../../support/workflow-harness.js';

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await createWorkflowHarness();
});
afterAll(() => harness.close());

function clinic(taskQueue: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { PATH = '', TEST_TEMPORAL_ADDRESS = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/clinic.ts', 'worker', ...args], {
    cwd: PROJECT_ROOT,
    env: { PATH, TEMPORAL_ADDRESS: TEST_TEMPORAL_ADDRESS, TEMPORAL_TASK_QUEUE: taskQueue },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

test('the build that gets all work is named by a command, once its workers run', async () => {
  const taskQueue = harness.newTaskQueue();
  const build = { workflowBundle: harness.workflowBundle, buildId: `build-${randomUUID().slice(0, 8)}` };
  const nameless = await clinic(taskQueue, 'activate');
  expect(nameless.code).toBe(2);
  expect(nameless.err).toContain('--build');
  const early = await clinic(taskQueue, 'activate', '--build', build.buildId);
  expect({ code: early.code, out: early.out }).toEqual({ code: 1, out: '' });
  expect(early.err).toContain('are workers of this build running?');
  const { activities } = createFakeClinic({ decisionMs: 60_000, sessionEndsMs: 120_000 });
  await using _worker = await harness.startWorker(taskQueue, activities, build);
  await waitFor(async () => (await clinic(taskQueue, 'builds')).out.includes(build.buildId), {
    timeoutMs: 30_000,
    intervalMs: 500,
    describe: 'the build known',
  });
  expect((await clinic(taskQueue, 'builds')).out.trim()).toBe(build.buildId);
  expect(await clinic(taskQueue, 'activate', '--build', build.buildId)).toMatchObject({ code: 0, err: '' });
  expect((await clinic(taskQueue, 'builds')).out.trim()).toBe(`${build.buildId}  gets all work`);
}, 90_000);
