import { patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { PATCHES } from '../patches.js';

const {
  resumeOpenSessions,
  resumeAccountMails,
  resumePolicyChange,
  resumeLeaves,
  resumeInbound,
  mendSessionRuns,
  forgetExpired,
} = proxyActivities<Activities>({
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', maximumInterval: '1 min' },
});

/**
 * Every session that is not over, every account mail that has not left, a policy that was not told of, every leave that is
 * not finished and every text that nobody took up have a running workflow when this ends, no workflow of a session differs
 * from its row, and what has expired is forgotten.
 */
export async function reconcile(): Promise<void> {
  await throughAll(resumeOpenSessions);
  if (patched(PATCHES.reconcileAccountMails)) await throughAll(resumeAccountMails);
  if (patched(PATCHES.reconcilePolicyChange)) await resumePolicyChange();
  if (patched(PATCHES.reconcileLeaves)) await throughAll(resumeLeaves);
  if (patched(PATCHES.reconcileInbound)) await throughAll(resumeInbound);
  if (patched(PATCHES.reconcileRuns)) await mendSessionRuns();
  await forgetExpired();
}

/** Batch after batch until there is nowhere to go on. */
async function throughAll(batch: (after: string | null) => Promise<string | null>): Promise<void> {
  let after: string | null = null;
  do {
    after = await batch(after);
  } while (after !== null);
}
