import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { createWorkflowHarness } from '../support/workflow-harness.js';
import type { Scenario } from './scenario.js';
import { SCENARIOS } from './scenarios.js';

/**
 * Records the histories that the replay gate runs: `npm run record:histories` those that are missing, with a part of a name
 * those that are named so. A recorded history stays as it is, since it stands for runs that are under way somewhere.
 */
const wanted = process.argv[2];
const fileOf = ({ name }: Scenario): URL => new URL(`./histories/${name}.json`, import.meta.url);
const isWanted = (scenario: Scenario): boolean =>
  wanted === undefined ? !existsSync(fileOf(scenario)) : scenario.name.includes(wanted);
const harness = await createWorkflowHarness();
for (const scenario of SCENARIOS.filter(isWanted)) {
  const clinic = createFakeClinic(scenario.times);
  const taskQueue = harness.newTaskQueue();
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  const handle = harness.client.workflow.getHandle(await scenario.play({ client: harness.client, taskQueue, clinic }));
  // A run may end badly on purpose.
  await handle.result().catch(() => undefined);
  await writeFile(fileOf(scenario), `${historyToJSON(await handle.fetchHistory())}\n`);
  console.log(`recorded ${scenario.name}`);
}
await harness.close();
