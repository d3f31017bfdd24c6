import { sessionCalendar } from '../domain/notifications/calendar.js';
import { renderEmail } from '../domain/notifications/catalogue/index.js';
import type { NotificationKind } from '../domain/notifications/types.js';
import type { DeliveryContext, DeliverySession } from '../prisma/stores/delivery-store.js';
import { placeOf } from './card-view.js';
import { isOvertaken } from './delivery-overtaken.js';
import { failed, sent, suppressed, type SendGuard, type Settlement } from './settlement.js';
import { createMessageContext, type MessageContextDeps } from './message-context.js';

export interface Mail {
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  calendar: { method: 'REQUEST' | 'CANCEL'; content: string } | null;
}

/** Errors: `MailRefused` is final, everything else is worth another attempt. */
export interface MailTransport {
  send(mail: Mail): Promise<void>;
}

/** The mail server's final no, with its reply code. */
export class MailRefused extends Error {
  constructor(readonly replyCode: string) {
    super(`The mail server refuses the message (${replyCode}).`);
    this.name = 'MailRefused';
  }
}

export interface EmailDeps extends MessageContextDeps {
  mail: MailTransport;
  /** Right-hand side of message ids and calendar uids. */
  mailDomain: string;
  /** Address that mail comes from. */
  mailSender: string;
}

/**
 * SMTP cannot be asked what it has: at least once, always under the same Message-ID, so that a reader sees it once.
 */
export function createEmailDelivery(deps: EmailDeps) {
  const messageContext = createMessageContext(deps);

  async function deliver(context: DeliveryContext, guard: SendGuard): Promise<Settlement> {
    const { notification, patient } = context;
    if (!patient?.email) return suppressed('no_email');
    if (isOvertaken(context)) return suppressed('overtaken');
    const message = renderEmail(await messageContext(context));
    const messageId = `<${notification.id}@${deps.mailDomain}>`;
    guard();
    const calendar = calendarOf(context, deps);
    try {
      await deps.mail.send({ messageId, to: patient.email, ...message, calendar });
      return sent(messageId);
    } catch (error) {
      if (error instanceof MailRefused) return failed(error.replyCode);
      throw error;
    }
  }

  return { deliver };
}

/** An approved session is put into the patient's calendar; one that was there is taken out again. */
function calendarOf(context: DeliveryContext, deps: EmailDeps): Mail['calendar'] {
  const { notification, session, patient, clinic } = context;
  const method = session === null ? null : calendarMethod(notification.kind, session);
  if (method === null || session === null) return null;
  const content = sessionCalendar({
    uid: session.id,
    domain: deps.mailDomain,
    sequence: session.version,
    method,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    summary: [clinic.name, context.doctor?.fullName].filter(Boolean).join(': '),
    description: session.code,
    location: placeOf(context.room),
    url: session.telehealthUrl,
    stampMs: deps.now().getTime(),
    organizer: { name: clinic.name, email: deps.mailSender },
    attendee: patient?.email ? { name: patient.fullName, email: patient.email } : null,
  });
  return { method, content };
}

/** What happens to the entry that the patient has, or is to have; null where there is nothing to do. */
function calendarMethod(kind: NotificationKind, session: DeliverySession): 'REQUEST' | 'CANCEL' | null {
  switch (kind) {
    case 'APPROVED':
    case 'MOVED':
    case 'REOPENED':
      return session.status === 'APPROVED' ? 'REQUEST' : null;
    case 'CANCELLED':
    case 'REJECTED':
      return session.wasApproved ? 'CANCEL' : null;
    default:
      return null;
  }
}
