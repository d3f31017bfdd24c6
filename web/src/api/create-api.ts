import createClient from 'openapi-fetch';
import { browserStorage } from '../settings/storage.js';
import type { Api } from './api.js';
import { createBrowserSession, portOf } from './browser-session.js';
import { createSessionFetch } from './session-fetch.js';
import type { paths } from './schema.js';

/** The API of this origin, as the person who is signed in in this browser. */
export function createApi(onSignedOut: () => void): Api {
  const session = createBrowserSession({
    cookies: document,
    port: portOf(window.location),
    storage: browserStorage(window),
    nowMs: () => Date.now(),
  });
  const fetch = createSessionFetch({
    session,
    onSignedOut,
    fetch: (request) => window.fetch(request),
    inTurn: (act) => inTurn(act),
  });
  return { session, call: createClient<paths>({ baseUrl: window.location.origin, fetch }) };
}

/** Locks exist where pages are served securely; elsewhere tabs take their chances. */
async function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const { locks } = navigator as { locks?: LockManager };
  return locks ? await locks.request('clinic-session', act) : act();
}
