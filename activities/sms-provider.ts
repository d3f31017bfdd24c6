import { failed, sent, type SendGuard, type Settlement } from './settlement.js';

/** The provider, by the words we need. Errors: `SmsRefused` is final, everything else unclear or retryable. */
export interface SmsProvider {
  send(message: { to: string; body: string }): Promise<{ providerId: string }>;
  /** A message that the provider has had since then, by recipient and exact text; null when it has none. */
  find(message: { to: string; body: string; since: Date }): Promise<{ providerId: string } | null>;
}

/** The provider's final no, with its own code: a wrong number, an opted-out recipient. */
export class SmsRefused extends Error {
  constructor(readonly providerCode: string) {
    super(`The SMS provider refuses the message (${providerCode}).`);
    this.name = 'SmsRefused';
  }
}

export interface SmsAttempt {
  /** Attempts so far, this one included. */
  attempts: number;
  /** When the message was written; none of it was sent before. */
  since: Date;
  guard: SendGuard;
  /** What it comes to instead where it has not gone out yet and is not to go any more. */
  tooLate?: Settlement | null;
}

/** After an unclear outcome the provider is asked whether it has the message before anything is sent again. */
export async function sendSmsOnce(
  sms: SmsProvider,
  message: { to: string; body: string },
  { attempts, since, guard, tooLate = null }: SmsAttempt,
): Promise<Settlement> {
  try {
    const earlier = attempts > 1 ? await sms.find({ ...message, since }) : null;
    if (earlier) return sent(earlier.providerId);
    if (tooLate) return tooLate;
    guard();
    return sent((await sms.send(message)).providerId);
  } catch (error) {
    if (error instanceof SmsRefused) return failed(error.providerCode);
    throw error;
  }
}
