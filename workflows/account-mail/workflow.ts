import { isCancellation, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { databaseStep, providerCall } from '../activity-options.js';
import type { AccountMailInput } from './contract.js';

const { sendAccountMail } = proxyActivities<Activities>(providerCall);
const { abandonAccountMail } = proxyLocalActivities<Activities>(databaseStep);

/** One mail about an account, from its row to the mail server; a row not sent within the profile's time is marked as failed. */
export async function accountMail({ mailId }: AccountMailInput): Promise<void> {
  try {
    await sendAccountMail(mailId);
  } catch (cause) {
    if (isCancellation(cause)) throw cause;
    log.warn('account mail given up', { cause: cause instanceof Error ? cause.name : 'unknown' });
    await abandonAccountMail(mailId);
  }
}
