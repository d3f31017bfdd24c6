import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectTemporal } from '../../platform/temporal/client.js';
import type { SeedResult } from '../seed/contract.js';
import { writeWhole } from '../secrets.js';
import type { SlackSeats } from '../stand-ins.js';
import type { DatabaseUrls } from './environment.js';
import type { StackPlan } from './plan.js';

/** Seeds the demo clinic at first start, and afterwards only recalls what it made. */
export async function seedOnce(options: {
  plan: StackPlan;
  databases: DatabaseUrls;
  seats: SlackSeats;
  onProgress: (line: string) => void;
}): Promise<SeedResult> {
  const { plan, seats, onProgress } = options;
  const file = join(plan.dataDir, 'seed.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SeedResult;
  onProgress('Seeding the demo clinic …');
  const { address: temporalAddress, namespace: temporalNamespace, taskQueue } = plan.temporal;
  const temporal = connectTemporal({ temporalAddress, temporalNamespace }, plan.secrets);
  try {
    const { seedClinic } = await import('../seed/index.js');
    const result = await seedClinic({
      ownerDatabaseUrl: options.databases.owner,
      temporal: temporal.client,
      temporalTaskQueue: taskQueue,
      slackUsers: Object.entries(seats.seats).map(([handle, slackUserId]) => ({ handle, slackUserId })),
      now: () => new Date(),
      onProgress,
    });
    writeWhole(file, JSON.stringify(result, null, 2));
    return result;
  } finally {
    await temporal.close();
  }
}
