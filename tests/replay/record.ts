import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createFakeClinic } from '../support/fake-activities.js';
import { createWorkflowHarness } from '../support/workflow-harness.js';
import { SCENARIOS } from './scenarios.js';

/**
 * Records the histories that the replay gate runs: `npm run record:histories -- [part of a name]`. Done when a scenario is
 * new; a recorded history stays as it is, since it stands for runs that are under way somewhere.
 */
const wanted = process.argv[2] ?? '';
const harness = await createWorkflowHarness();
for (const scenario of SCENARIOS.filter(({ name }) => name.includes(wanted))) {
  const clinic = createFakeClinic(scenario.times);
  const taskQueue = harness.newTaskQueue();
  await using _worker = await harness.startWorker(taskQueue, clinic.activities);
  const handle = harness.client.workflow.getHandle(await scenario.play({ client: harness.client, taskQueue, clinic }));
  await handle.result();
  const file = new URL(`./histories/${scenario.name}.json`, import.meta.url);
  await writeFile(file, `${historyToJSON(await handle.fetchHistory())}\n`);
  console.log(`recorded ${scenario.name}`);
}
await harness.close();
