import { renderSms } from '../domain/notifications/catalogue/index.js';
import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { beginDelivery, type DeliveryContext } from '../prisma/stores/delivery-store.js';
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
    const { notification, patient, session } = context;
    const phone = notification.address ?? patient?.phone ?? null;
    if (phone === null || (patient !== null && !patient.phoneUsable)) return suppressed('no_usable_phone');
    if (notification.optedOut) return suppressed('opted_out');
    if (isOvertaken(context)) return suppressed('overtaken');
    const body = notification.body ?? renderSms(await messageContext(context));
    const asks = session?.status === 'APPROVED' && ASKING.has(notification.kind);
    const stored = await deps.db.withActor(systemActor(`notification/${notification.id}`), (tx) =>
      beginDelivery(tx, {
        notificationId: notification.id,
        address: phone,
        body,
        subject: null,
        prompt: asks ? { kind: 'ATTENDANCE', expiresAt: session.startsAt } : null,
      }),
    );
    const { attempts } = stored;
    const message = { to: stored.address, body: stored.body };
    return sendSmsOnce(deps.sms, message, { attempts, since: new Date(notification.createdAt), guard });
  }

  return { deliver };
}

/** Messages that end with the 1/2/3 question. */
const ASKING: ReadonlySet<string> = new Set(['APPROVED', 'LATE_ANSWER']);

/** An approval that has been undone before its text ever left would ask the patient to confirm what is no more. */
function isOvertaken({ notification, session }: DeliveryContext): boolean {
  return notification.kind === 'APPROVED' && notification.attempts === 0 && session?.status !== 'APPROVED';
}
