import type { TextStorage } from '../settings/storage.js';

export interface BrowserSession {
  /** What goes into `X-CSRF-Token`; undefined where nobody is signed in. */
  csrfToken(): string | undefined;
  /** Until when the access cookie lives, as last told; 0 where unknown. */
  freshUntilMs(): number;
  isFresh(): boolean;
  /** After signing in, or renewing. */
  opened(expiresInSeconds: number): void;
  /** This browser is signed out, whatever cookies it cannot see. */
  forget(): void;
}

export interface BrowserSessionDeps {
  /** Of the page, such as `document`. */
  cookies: { cookie: string };
  /** Of the page: cookie names carry it, so that two clinics on one host do not sign each other out. */
  port: string;
  storage: TextStorage;
  nowMs(): number;
}

export const FRESH_UNTIL_KEY = 'fresh-until';
const MARGIN_MS = 5_000;

/**
 * What a page can know about its session: the tokens are in cookies that it cannot read, beside them a CSRF token that it
 * can. When the access token ends is kept for all tabs, so that it is renewed before it is refused.
 */
export function createBrowserSession({ cookies, port, storage, nowMs }: BrowserSessionDeps): BrowserSession {
  const name = `clinic_csrf_${port}`;
  const freshUntilMs = (): number => Number(storage.get(FRESH_UNTIL_KEY) ?? 0) || 0;
  return {
    freshUntilMs,
    isFresh: () => freshUntilMs() - MARGIN_MS > nowMs(),
    csrfToken() {
      const pairs = cookies.cookie.split('; ');
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value === '' ? undefined : value;
    },
    opened: (expiresInSeconds) => storage.set(FRESH_UNTIL_KEY, String(nowMs() + expiresInSeconds * 1_000)),
    forget() {
      storage.remove(FRESH_UNTIL_KEY);
      cookies.cookie = `${name}=; Path=/; Max-Age=0; SameSite=Lax`;
    },
  };
}

/** The port as cookie names carry it. */
export function portOf({ port, protocol }: { port: string; protocol: string }): string {
  return port || (protocol === 'https:' ? '443' : '80');
}
