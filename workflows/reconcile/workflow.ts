import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';

const { resumeOpenSessions } = proxyActivities<Activities>({
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', maximumInterval: '1 min' },
});

/** Every session that is not over has a running workflow when this ends. */
export async function reconcile(): Promise<void> {
  let after: string | null = null;
  do {
    after = await resumeOpenSessions(after);
  } while (after !== null);
}
