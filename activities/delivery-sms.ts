import { renderSms } from '../domain/notifications/catalogue/index.js';
import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { beginDelivery, type DeliveryContext } from '../prisma/stores/delivery-store.js';
import { isOvertaken } from './delivery-overtaken.js';
import { promptsOf } from './delivery-prompts.js';
import { suppressed, type SendGuard, type Settlement } from './settlement.js';
import { createMessageContext } from './message-context.js';
import { sendSmsOnce, type SmsProvider } from './sms-provider.js';

export interface SmsDeps {
  db: Database;
  sms: SmsProvider;
  now: () => Date;
}

/** What is sent is stored first; after an unclear outcome the provider is asked before anything is sent again. */
export function createSmsDelivery(deps: SmsDeps) {
  const messageContext = createMessageContext(deps);

  async function deliver(context: DeliveryContext, guard: SendGuard): Promise<Settlement> {
    const { notification, patient } = context;
    const phone = notification.address ?? patient?.phone ?? null;
    if (phone === null || (patient !== null && !patient.phoneUsable)) return suppressed('no_usable_phone');
    if (notification.optedOut) return suppressed('opted_out');
    if (isOvertaken(context)) return suppressed('overtaken');
    const body = writtenBody(notification) ?? renderSms(await messageContext(context));
    const stored = await deps.db.withActor(systemActor(`notification/${notification.id}`), (tx) =>
      beginDelivery(tx, {
        notificationId: notification.id,
        address: phone,
        body,
        subject: null,
        prompts: promptsOf(context),
      }),
    );
    const { attempts } = stored;
    const message = { to: stored.address, body: stored.body };
    return sendSmsOnce(deps.sms, message, { attempts, since: new Date(notification.createdAt), guard });
  }

  return { deliver };
}

/** The text where it is written in full already. What somebody at the desk typed is framed first. */
function writtenBody({ kind, body, attempts }: DeliveryContext['notification']): string | null {
  return kind === 'STAFF_REPLY' && attempts === 0 ? null : body;
}
