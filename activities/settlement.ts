import { DomainError } from '../domain/errors.js';

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

/** A guard for an attempt that begins now. */
export function createSendGuard(now: () => Date): SendGuard {
  const sendBy = now().getTime() + SEND_WITHIN_MS;
  return () => {
    if (now().getTime() > sendBy)
      throw new DomainError('temporarily_unavailable', 'The attempt took too long to send.');
  };
}

export const suppressed = (errorCode: string): Settlement => ({ status: 'SUPPRESSED', providerId: null, errorCode });
export const failed = (errorCode: string): Settlement => ({ status: 'FAILED', providerId: null, errorCode });
export const sent = (providerId: string): Settlement => ({ status: 'SENT', providerId, errorCode: null });
