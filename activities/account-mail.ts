import type { AccountMailKind } from '../domain/accounts/mails.js';
import { systemActor } from '../domain/actor.js';
import { renderAccountEmail, type EmailMessage } from '../domain/notifications/catalogue/index.js';
import { accountToken } from '../platform/account-tokens.js';
import {
  accountMailContext,
  beginAccountMail,
  settleAccountMail,
  type AccountMailContext,
} from '../prisma/stores/account-mail-store.js';
import { createAccountTexts, type AccountTextDeps } from './account-text.js';
import { MailRefused, type MailTransport } from './delivery-email.js';
import { createSendGuard, failed, sent, suppressed, type SendGuard, type Settlement } from './settlement.js';

export interface AccountMailDeps extends AccountTextDeps {
  mail: MailTransport;
  /** Right-hand side of message ids. */
  mailDomain: string;
  /** Where people reach the web app; links begin with it. */
  webPublicUrl: string;
}

/**
 * Delivers mails about accounts, at least once and always under the same Message-ID, and texts, once. A token is made from
 * its id right before it is written into the mail, and is kept nowhere.
 */
export function createAccountMailActivities(deps: AccountMailDeps) {
  const texts = createAccountTexts(deps);
  const actorFor = (mailId: string) => systemActor(`account-mail/${mailId}`);

  const settle = (mailId: string, { status, providerId, errorCode }: Settlement): Promise<void> =>
    deps.db.withActor(actorFor(mailId), (tx) =>
      settleAccountMail(tx, { mailId, status, messageId: providerId, errorCode }),
    );

  async function sendMail(context: AccountMailContext, kind: AccountMailKind, guard: SendGuard): Promise<Settlement> {
    const { mail } = context;
    const message = messageOf(context, kind, deps);
    if (message === null) return suppressed('token_over');
    await deps.db.withActor(actorFor(mail.id), (tx) => beginAccountMail(tx, mail.id));
    const messageId = `<${mail.id}@${deps.mailDomain}>`;
    guard();
    try {
      await deps.mail.send({ messageId, to: mail.address, ...message, calendar: null });
      return sent(messageId);
    } catch (error) {
      if (error instanceof MailRefused) return failed(error.replyCode);
      throw error;
    }
  }

  return {
    /** Sends the mail and records what became of it; one that is settled, or not there, is left alone. */
    async sendAccountMail(mailId: string): Promise<void> {
      const guard = createSendGuard(deps.now);
      const context = await deps.db.withActor(actorFor(mailId), (tx) => accountMailContext(tx, mailId));
      if (context?.mail.status !== 'QUEUED') return;
      const { kind } = context.mail;
      await settle(mailId, await (kind === 'PHONE_CODE' ? texts.send(context, guard) : sendMail(context, kind, guard)));
    },

    /** After a day of trying. */
    abandonAccountMail: (mailId: string): Promise<void> => settle(mailId, failed('given_up')),
  };
}

/** Null where the link would open nothing: its token was used, replaced or is past its time. */
function messageOf(
  { mail, user, token, clinic }: AccountMailContext,
  kind: AccountMailKind,
  deps: AccountMailDeps,
): EmailMessage | null {
  if (kind !== 'PASSWORD_CHANGED' && token === null) return null;
  return renderAccountEmail({
    kind,
    language: user.language,
    clinicName: clinic.name,
    timeZone: clinic.timeZone,
    fullName: user.fullName,
    role: user.role,
    at: mail.createdAt,
    token: token && { value: accountToken(deps.accountTokenKey, token.id), expiresAt: token.expiresAt },
    webUrl: deps.webPublicUrl,
  });
}
