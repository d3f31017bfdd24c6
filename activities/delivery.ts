import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { deliveryContext, settleDelivery, type DeliveryContext } from '../prisma/stores/delivery-store.js';
import { queuedFallbacks } from '../prisma/stores/ladder-store.js';
import { createEmailDelivery, type EmailDeps } from './delivery-email.js';
import { createSlackDelivery, type SlackDeps } from './delivery-slack.js';
import { createSmsDelivery, type SmsDeps } from './delivery-sms.js';
import { createSendGuard, failed, type SendGuard, type Settlement } from './settlement.js';

export type DeliveryDeps = { db: Database } & SmsDeps & EmailDeps & SlackDeps;

/** Delivers notification rows, each once to the person, whatever is killed in between. */
export function createDeliveryActivities(deps: DeliveryDeps) {
  const sms = createSmsDelivery(deps);
  const email = createEmailDelivery(deps);
  const slack = createSlackDelivery(deps);

  function send(context: DeliveryContext, guard: SendGuard): Promise<Settlement> {
    switch (context.notification.channel) {
      case 'SMS':
        return sms.deliver(context, guard);
      case 'EMAIL':
        return email.deliver(context, guard);
      case 'SLACK':
        return slack.deliver(context, guard);
    }
  }

  /** Answers with the rows that go in the place of one that came to nothing. */
  const settle = (notificationId: string, settlement: Settlement): Promise<string[]> =>
    deps.db.withActor(systemActor(`notification/${notificationId}`), (tx) =>
      settleDelivery(tx, { notificationId, ...settlement }),
    );

  async function deliverOne(notificationId: string): Promise<void> {
    const guard = createSendGuard(deps.now);
    const actor = systemActor(`notification/${notificationId}`);
    const context = await deps.db.withActor(actor, (tx) => deliveryContext(tx, notificationId));
    if (context === null) return;
    const isOpen = context.notification.status === 'QUEUED';
    // An earlier attempt may have settled it and not come any further.
    const instead = isOpen
      ? await settle(notificationId, await send(context, guard))
      : await deps.db.withActor(actor, (tx) => queuedFallbacks(tx, [notificationId]));
    await slack.refresh(context);
    await deliverAll(instead);
  }

  /** All channels at once; what one of them could not do is tried again, what is done stays done. */
  async function deliverAll(notificationIds: string[]): Promise<void> {
    const outcomes = await Promise.allSettled(notificationIds.map(deliverOne));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
  }

  return {
    deliver: deliverAll,

    /** After a day of trying: the rows that are still waiting say so, and people can be called instead. */
    async abandonDelivery(notificationIds: string[]): Promise<void> {
      for (const id of notificationIds) await settle(id, failed('given_up'));
    },
  };
}
