import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { deliveryContext, settleDelivery, type DeliveryContext } from '../prisma/stores/delivery-store.js';
import { createEmailDelivery, type EmailDeps } from './delivery-email.js';
import { createSlackDelivery, type SlackDeps } from './delivery-slack.js';
import { createSmsDelivery, type SmsDeps } from './delivery-sms.js';
import { createSendGuard, failed, type SendGuard, type Settlement } from './settlement.js';

export type DeliveryDeps = { db: Database } & SmsDeps & EmailDeps & SlackDeps;

/** Delivers one notification row, once to the person, whatever is killed in between. */
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

  const settle = (notificationId: string, settlement: Settlement): Promise<void> =>
    deps.db.withActor(systemActor(`notification/${notificationId}`), (tx) =>
      settleDelivery(tx, { notificationId, ...settlement }),
    );

  return {
    async deliver(notificationId: string): Promise<void> {
      const guard = createSendGuard(deps.now);
      const actor = systemActor(`notification/${notificationId}`);
      const context = await deps.db.withActor(actor, (tx) => deliveryContext(tx, notificationId));
      if (context === null) return;
      if (context.notification.status === 'QUEUED') await settle(notificationId, await send(context, guard));
      await slack.refresh(context);
    },

    /** After a day of trying: the row says so, and people can be called instead. */
    abandonDelivery: (notificationId: string): Promise<void> => settle(notificationId, failed('given_up')),
  };
}
