import {
  condition,
  isCancellation,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { databaseStep, providerCall } from '../activity-options.js';
import { createDeliveries } from '../deliveries.js';
import { taskChangedSignal, taskDeliverSignal, type TaskInput } from './contract.js';

const { showTask } = proxyActivities<Activities>(providerCall);
const { abandonTaskPost } = proxyLocalActivities<Activities>(databaseStep);

/**
 * Keeps a task's post in the secretaries' channel as the row is, and sends what the desk writes back. It ends when nothing is
 * left to do; the next change starts it again.
 */
export async function task({ taskId }: TaskInput): Promise<void> {
  const deliveries = createDeliveries();
  let changed = true;
  setHandler(taskChangedSignal, () => void (changed = true));
  setHandler(taskDeliverSignal, (notificationIds) => deliveries.start(notificationIds));
  while (changed || deliveries.inFlight() > 0) {
    if (changed) {
      changed = false;
      await show(taskId);
    } else {
      await condition(() => changed || deliveries.inFlight() === 0);
    }
  }
}

/** A post that cannot be made within the profile's time is marked as failed: the task itself is on the desk's list. */
async function show(taskId: string): Promise<void> {
  try {
    await showTask(taskId);
  } catch (cause) {
    if (isCancellation(cause)) throw cause;
    log.warn('a task could not be shown', { cause: cause instanceof Error ? cause.name : 'unknown' });
    await abandonTaskPost(taskId);
  }
}
