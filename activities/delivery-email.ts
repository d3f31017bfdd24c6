import { sessionCalendar } from '../domain/notifications/calendar.js';
import { renderEmail } from '../domain/notifications/catalogue/index.js';
import type { DeliveryContext } from '../prisma/stores/delivery-store.js';
import { sent, suppressed, type Settlement } from './delivery.js';
import { createMessageContext, type MessageContextDeps } from './message-context.js';

export interface Mail {
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  calendar: { method: 'REQUEST' | 'CANCEL'; content: string } | null;
}

export interface MailTransport {
  send(mail: Mail): Promise<void>;
}

export interface EmailDeps extends MessageContextDeps {
  mail: MailTransport;
  /** Right-hand side of message ids and calendar uids. */
  mailDomain: string;
}

/**
 * SMTP cannot be asked what it has: at least once, always under the same Message-ID, so that a reader sees it once.
 */
export function createEmailDelivery(deps: EmailDeps) {
  const messageContext = createMessageContext(deps);

  async function deliver(context: DeliveryContext): Promise<Settlement> {
    const { notification, patient } = context;
    if (!patient?.email) return suppressed('no_email');
    const message = renderEmail(await messageContext(context));
    const messageId = `<${notification.id}@${deps.mailDomain}>`;
    await deps.mail.send({ messageId, to: patient.email, ...message, calendar: calendarOf(context, deps.mailDomain) });
    return sent(messageId);
  }

  return { deliver };
}

function calendarOf(context: DeliveryContext, domain: string): Mail['calendar'] {
  const { notification, session } = context;
  if (session === null) return null;
  if (notification.kind === 'APPROVED') {
    return { method: 'REQUEST', content: sessionCalendar({ ...calendarView(context), method: 'REQUEST', domain }) };
  }
  if (notification.kind === 'CANCELLED' && session.decidedAt !== null) {
    return { method: 'CANCEL', content: sessionCalendar({ ...calendarView(context), method: 'CANCEL', domain }) };
  }
  return null;
}
