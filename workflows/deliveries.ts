import { log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { databaseStep, providerCall } from './activity-options.js';

const { deliver } = proxyActivities<Activities>(providerCall);
const { abandonDelivery } = proxyLocalActivities<Activities>(databaseStep);

export interface Deliveries {
  /** Starts the delivery of rows that are not under way yet. */
  start(notificationIds: string[]): void;
  /** How many batches are under way. */
  inFlight(): number;
}

/**
 * The rows of one change are delivered by one activity, which keeps histories short, beside the main loop, so that a
 * provider's outage never holds up a decision. Rows not delivered within the profile's time are marked as failed.
 */
export function createDeliveries(): Deliveries {
  const started: Record<string, true> = {};
  let inFlight = 0;

  async function run(notificationIds: string[]): Promise<void> {
    try {
      await deliver(notificationIds);
    } catch (cause) {
      log.warn('notifications given up', { cause: cause instanceof Error ? cause.name : 'unknown' });
      await abandonDelivery(notificationIds);
    } finally {
      inFlight -= 1;
    }
  }

  return {
    start(notificationIds) {
      const fresh = notificationIds.filter((id) => !started[id]);
      if (fresh.length === 0) return;
      for (const id of fresh) started[id] = true;
      inFlight += 1;
      void run(fresh);
    },
    inFlight: () => inFlight,
  };
}
