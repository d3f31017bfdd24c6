import { systemActor } from '../domain/actor.js';
import { renderPhoneCode, withPhoneCode } from '../domain/notifications/catalogue/index.js';
import { phoneCode } from '../platform/account-tokens.js';
import { beginAccountMail, type AccountMailContext } from '../prisma/stores/account-mail-store.js';
import type { SmsDeps } from './delivery-sms.js';
import { suppressed, type SendGuard, type Settlement } from './settlement.js';
import { sendSmsOnce } from './sms-provider.js';

export interface AccountTextDeps extends SmsDeps {
  /** 32 bytes in base64, the same that the API has. */
  accountTokenKey: string;
}

/**
 * Sends texts that bring a code to a phone, each once. The words are kept before they leave, and the code is drawn from its
 * row's id for the provider's eyes only. After an unclear outcome a text is looked for even when its code is over.
 */
export function createAccountTexts(deps: AccountTextDeps) {
  async function send(context: AccountMailContext, guard: SendGuard): Promise<Settlement> {
    const { mail, code } = context;
    const tooLate = mootness(context);
    if (code === null || (tooLate !== null && mail.attempts === 0)) return tooLate ?? suppressed('code_over');
    const written = wordsOf(context, code.expiresAt);
    const { attempts, body } = await deps.db.withActor(systemActor(`account-mail/${mail.id}`), (tx) =>
      beginAccountMail(tx, mail.id, written),
    );
    const message = {
      to: mail.address,
      body: withPhoneCode(body ?? written, phoneCode(deps.accountTokenKey, code.id)),
    };
    return sendSmsOnce(deps.sms, message, { attempts, since: new Date(mail.createdAt), guard, tooLate });
  }

  return { send };
}

function mootness({ mail, code }: AccountMailContext): Settlement | null {
  if (mail.optedOut) return suppressed('opted_out');
  return code === null || code.isOver ? suppressed('code_over') : null;
}

function wordsOf({ mail, user, clinic }: AccountMailContext, expiresAt: string): string {
  const minutes = Math.round((Date.parse(expiresAt) - Date.parse(mail.createdAt)) / 60_000);
  return renderPhoneCode({ language: user.language, clinicName: clinic.name, minutes });
}
