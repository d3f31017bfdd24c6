import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';

const { resumeOpenSessions, forgetExpired } = proxyActivities<Activities>({
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', maximumInterval: '1 min' },
});

/** Every session that is not over has a running workflow when this ends, and what has expired is forgotten. */
export async function reconcile(): Promise<void> {
  let after: string | null = null;
  do {
    after = await resumeOpenSessions(after);
  } while (after !== null);
  await forgetExpired();
}
