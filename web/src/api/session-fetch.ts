import type { BrowserSession } from './browser-session.js';

export interface SessionFetchDeps {
  session: BrowserSession;
  fetch(request: Request): Promise<Response>;
  /** Runs one at a time over all tabs: a refresh token that is used twice ends the session. */
  inTurn<T>(act: () => Promise<T>): Promise<T>;
  /** The session is over, or there was none. */
  onSignedOut(): void;
}

const AUTH = '/api/v1/auth';
const REFRESH = `${AUTH}/refresh`;
/** Where a refusal says nothing about the session. */
const WITHOUT_SESSION = ['login', 'logout', 'refresh', 'register', 'verify-email', 'password/forgot', 'password/reset'];

/**
 * A `fetch` for the API with the session of this browser: the CSRF token goes along, an access token that has ended is
 * renewed, before the call or once after a 401, and calls without a session are refused without asking.
 */
export function createSessionFetch(deps: SessionFetchDeps): (request: Request) => Promise<Response> {
  const { session } = deps;
  const renew = createRenewal(deps);

  async function withSession(request: Request): Promise<Response> {
    const again = request.clone();
    if (session.csrfToken() === undefined) return signedOut();
    if (!session.isFresh() && !(await renew(request.url, session.freshUntilMs()))) return signedOut();
    const seenMs = session.freshUntilMs();
    const response = await deps.fetch(withCsrf(request, session));
    if (response.status !== 401) return response;
    return (await renew(request.url, seenMs)) ? deps.fetch(withCsrf(again, session)) : signedOut();
  }

  function signedOut(): Response {
    deps.onSignedOut();
    const problem = { status: 401, code: 'unauthenticated', title: 'Sign in first', detail: 'Sign in first.' };
    return new Response(JSON.stringify(problem), {
      status: 401,
      headers: { 'content-type': 'application/problem+json' },
    });
  }

  return (request) => (needsSession(request) ? withSession(request) : deps.fetch(withCsrf(request, session)));
}

/** Renews the access token; calls that come together share one. False: there is no session any more. */
function createRenewal({ session, fetch, inTurn }: SessionFetchDeps) {
  let underWay: Promise<boolean> | undefined;

  async function renewOnce(url: string, seenMs: number): Promise<boolean> {
    // Another tab was faster.
    if (session.freshUntilMs() !== seenMs && session.isFresh()) return true;
    const response = await fetch(withCsrf(new Request(new URL(REFRESH, url), { method: 'POST' }), session));
    if (response.ok) {
      session.opened(((await response.json()) as { expiresInSeconds: number }).expiresInSeconds);
      return true;
    }
    if (response.status === 401 || response.status === 403) {
      session.forget();
      return false;
    }
    throw new TypeError('The session could not be renewed just now.');
  }

  return (url: string, seenMs: number): Promise<boolean> =>
    (underWay ??= inTurn(() => renewOnce(url, seenMs)).finally(() => {
      underWay = undefined;
    }));
}

function needsSession({ url }: Request): boolean {
  const { pathname } = new URL(url);
  return !WITHOUT_SESSION.some((name) => pathname === `${AUTH}/${name}`);
}

function withCsrf(request: Request, session: BrowserSession): Request {
  const token = session.csrfToken();
  if (token !== undefined) request.headers.set('X-CSRF-Token', token);
  return request;
}
