import { createHmac, timingSafeEqual } from 'node:crypto';

export interface CsrfTokens {
  tokenFor(sid: string): string;
  fits(sid: string, given: string | undefined): boolean;
}

/** CSRF tokens bound to the family of tokens they were given with; no state, the same on every process. */
export function createCsrfTokens(secret: Buffer): CsrfTokens {
  const tokenFor = (sid: string): string => createHmac('sha256', secret).update(`csrf:${sid}`).digest('base64url');
  return {
    tokenFor,
    fits: (sid, given) => given !== undefined && sameText(tokenFor(sid), given),
  };
}

/** Compares without telling by its time where two texts differ. */
export function sameText(expected: string, given: string): boolean {
  const key = 'compare';
  const digest = (value: string): Buffer => createHmac('sha256', key).update(value).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
