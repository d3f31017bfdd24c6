import { systemActor } from '../domain/actor.js';
import { DomainError } from '../domain/errors.js';
import type { Database } from '../prisma/actor.js';
import { deliveryContext, settleDelivery, type DeliveryContext } from '../prisma/stores/delivery-store.js';
import { createEmailDelivery, type EmailDeps } from './delivery-email.js';
import { createSlackDelivery, type SlackDeps } from './delivery-slack.js';
import { createSmsDelivery, type SmsDeps } from './delivery-sms.js';

export type DeliveryDeps = { db: Database } & SmsDeps & EmailDeps & SlackDeps;

/** What a channel came to. SUPPRESSED: there is nobody to tell, or they do not want to be told. */
export interface Settlement {
  status: 'SENT' | 'FAILED' | 'SUPPRESSED';
  providerId: string | null;
  errorCode: string | null;
}

/** To be called right before something leaves: throws when the attempt has become too old to send. */
export type SendGuard = () => void;

/** Half of the attempt's time (see `providerCall`); the rest covers the longest call to a provider. */
const SEND_WITHIN_MS = 10_000;

function createSendGuard(now: () => Date): SendGuard {
  const sendBy = now().getTime() + SEND_WITHIN_MS;
  return () => {
    if (now().getTime() > sendBy) throw new DomainError('temporarily_unavailable', 'The attempt took too long to send.');
  };
}

export const suppressed = (errorCode: string): Settlement => ({ status: 'SUPPRESSED', providerId: null, errorCode });
export const failed = (errorCode: string): Settlement => ({ status: 'FAILED', providerId: null, errorCode });
export const sent = (providerId: string): Settlement => ({ status: 'SENT', providerId, errorCode: null });

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
