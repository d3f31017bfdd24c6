import { patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { PATCHES } from '../patches.js';

const { resumeOpenSessions, resumeAccountMails, forgetExpired } = proxyActivities<Activities>({
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', maximumInterval: '1 min' },
});

/**
 * Every session that is not over and every account mail that has not left has a running workflow when this ends, and what
 * has expired is forgotten.
 */
export async function reconcile(): Promise<void> {
  await throughAll(resumeOpenSessions);
  if (patched(PATCHES.reconcileAccountMails)) await throughAll(resumeAccountMails);
  await forgetExpired();
}

/** Batch after batch until there is nowhere to go on. */
async function throughAll(batch: (after: string | null) => Promise<string | null>): Promise<void> {
  let after: string | null = null;
  do {
    after = await batch(after);
  } while (after !== null);
}
