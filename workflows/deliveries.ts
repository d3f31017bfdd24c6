import { log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { databaseStep, providerCall } from './activity-options.js';

const { deliver } = proxyActivities<Activities>(providerCall);
const { abandonDelivery } = proxyLocalActivities<Activities>(databaseStep);

export interface Deliveries {
  /** Starts the delivery of rows that are not under way yet. */
  start(notificationIds: string[]): void;
  /** How many are under way. */
  inFlight(): number;
}

/**
 * Notification rows are delivered beside the main loop, so that a provider's outage never holds up a decision. A row
 * that could not be delivered within the profile's time is marked as failed.
 */
export function createDeliveries(): Deliveries {
  const started: Record<string, true> = {};
  let inFlight = 0;

  async function run(notificationId: string): Promise<void> {
    try {
      await deliver(notificationId);
    } catch (cause) {
      log.warn('notification given up', { notificationId, cause: cause instanceof Error ? cause.name : 'unknown' });
      await abandonDelivery(notificationId);
    } finally {
      inFlight -= 1;
    }
  }

  return {
    start(notificationIds) {
      for (const id of notificationIds) {
        if (started[id]) continue;
        started[id] = true;
        inFlight += 1;
        void run(id);
      }
    },
    inFlight: () => inFlight,
  };
}
