import { condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { createDeliveries } from '../deliveries.js';
import type { InboundInput } from './contract.js';

const { routeInbound } = proxyActivities<Activities>({
  startToCloseTimeout: '20 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** One text message from a patient: read, carried to its session or to a person, answered where it needs an answer. */
export async function inbound({ inboundId }: InboundInput): Promise<void> {
  const deliveries = createDeliveries();
  deliveries.start(await routeInbound(inboundId));
  await condition(() => deliveries.inFlight() === 0);
}
