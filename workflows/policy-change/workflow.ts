import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { PolicyChangeInput } from './contract.js';

const { tellSessionsOfPolicy, settlePolicyChange } = proxyActivities<Activities>({
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', maximumInterval: '1 min' },
});

/**
 * Tells every open session of a new policy, batch after batch. Whoever was booking while it changed may have reckoned by the
 * one before and committed after the first round, so that what was booked since is told once more.
 */
export async function policyChange({ version, settleMs }: PolicyChangeInput): Promise<void> {
  await throughAll(version, false);
  await sleep(settleMs);
  await throughAll(version, true);
  await settlePolicyChange(version);
}

async function throughAll(version: number, sinceChange: boolean): Promise<void> {
  let after: string | null = null;
  do {
    after = await tellSessionsOfPolicy({ version, after, sinceChange });
  } while (after !== null);
}
