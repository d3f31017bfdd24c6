import { beforeEach, describe, expect, test } from '@jest/globals';
import { createBrowserSession, portOf, type BrowserSession } from '../../../web/src/api/browser-session.js';
import { createSessionFetch } from '../../../web/src/api/session-fetch.js';

const ORIGIN = 'http://127.0.0.1:4000';
const LIFE_SECONDS = 600;

let nowMs: number;
let kept: Map<string, string>;
let cookies: { cookie: string };
let session: BrowserSession;
let signedOut: number;
let seen: string[];
let answer: (request: Request) => Promise<Response> | Response;
let turn: Promise<unknown>;

beforeEach(() => {
  nowMs = 1_000_000;
  kept = new Map();
  cookies = { cookie: 'other=1; clinic_csrf_4000=the-token; clinic_csrf_5000=not-ours' };
  signedOut = 0;
  seen = [];
  turn = Promise.resolve();
  answer = ({ url }) =>
    url.endsWith('/refresh') ? Response.json({ expiresInSeconds: LIFE_SECONDS }) : Response.json({});
  session = tab();
});

/** What a tab knows: cookies and what is kept are the browser's. */
const tab = (): BrowserSession =>
  createBrowserSession({
    cookies,
    port: portOf(new URL(ORIGIN)),
    nowMs: () => nowMs,
    storage: {
      get: (key) => kept.get(key) ?? null,
      set: (key, value) => void kept.set(key, value),
      remove: (key) => void kept.delete(key),
    },
  });

const fetchOf = (of: BrowserSession) =>
  createSessionFetch({
    session: of,
    onSignedOut: () => (signedOut += 1),
    async fetch(request) {
      seen.push(`${request.method} ${new URL(request.url).pathname.slice('/api/v1'.length)}`);
      return answer(request);
    },
    inTurn: (act) => {
      const mine = turn.then(act);
      turn = mine.catch(() => undefined);
      return mine;
    },
  });

const get = (path: string, of = session) => fetchOf(of)(new Request(`${ORIGIN}/api/v1${path}`));
const unauthenticated = (): Response => Response.json({ code: 'unauthenticated' }, { status: 401 });

describe('calls with the session of a browser', () => {
  test('carry the CSRF token of this port, body and all', async () => {
    session.opened(LIFE_SECONDS);
    let sent: [string | null, unknown] | undefined;
    answer = async (request) => {
      sent = [request.headers.get('X-CSRF-Token'), await request.json()];
      return Response.json({});
    };
    await fetchOf(session)(new Request(`${ORIGIN}/api/v1/me`, { method: 'PATCH', body: '{"fullName":"A"}' }));
    expect(sent).toEqual(['the-token', { fullName: 'A' }]);
  });

  test('are refused without asking where nobody is signed in; what needs no session goes through', async () => {
    cookies.cookie = '';
    expect((await get('/me')).status).toBe(401);
    expect([seen, signedOut]).toEqual([[], 1]);
    await get('/auth/login');
    await get('/auth/verify-email');
    expect(seen).toEqual(['GET /auth/login', 'GET /auth/verify-email']);
  });

  test('renew an access token that ends, once for all that come together', async () => {
    session.opened(LIFE_SECONDS);
    nowMs += LIFE_SECONDS * 1_000;
    const fetch = fetchOf(session);
    await Promise.all([1, 2, 3].map(() => fetch(new Request(`${ORIGIN}/api/v1/me`))));
    expect(seen).toEqual(['POST /auth/refresh', 'GET /me', 'GET /me', 'GET /me']);
    expect(session.isFresh()).toBe(true);
  });

  test('of two tabs renew it once: a refresh token that is used twice ends the session', async () => {
    await Promise.all([get('/me', tab()), get('/me', tab())]);
    expect(seen.filter((call) => call.endsWith('/refresh'))).toHaveLength(1);
  });

  test('are repeated once after a 401, with the same body', async () => {
    session.opened(LIFE_SECONDS);
    const bodies: string[] = [];
    answer = async (request) => {
      if (request.url.endsWith('/refresh')) return Response.json({ expiresInSeconds: LIFE_SECONDS });
      bodies.push(await request.text());
      return bodies.length === 1 ? unauthenticated() : Response.json({});
    };
    const request = new Request(`${ORIGIN}/api/v1/me`, { method: 'PATCH', body: '{"x":1}' });
    nowMs += 1;
    expect((await fetchOf(session)(request)).status).toBe(200);
    expect(bodies).toEqual(['{"x":1}', '{"x":1}']);
    expect(seen).toEqual(['PATCH /me', 'POST /auth/refresh', 'PATCH /me']);
  });

  test('end the session here when it cannot be renewed, and leave it when the server is away', async () => {
    answer = () => Response.json({}, { status: 503 });
    await expect(get('/me')).rejects.toThrow(TypeError);
    expect(signedOut).toBe(0);
    answer = unauthenticated;
    expect((await get('/me')).status).toBe(401);
    expect([signedOut, cookies.cookie]).toEqual([1, 'clinic_csrf_4000=; Path=/; Max-Age=0; SameSite=Lax']);
  });

  test('the port is the scheme’s own where none is named', () => {
    expect([portOf(new URL('https://a.example')), portOf(new URL('http://a.example'))]).toEqual(['443', '80']);
  });
});
