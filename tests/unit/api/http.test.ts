import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionClient } from '../../../workflows/session/client.js';
import { problem } from '../../../api/contract/problem.js';
import { absentDatabase, BOT, startApi, type RunningApi } from '../../support/api-context.js';

let api: RunningApi;
beforeAll(async () => {
  const db = absentDatabase();
  api = await startApi({ db, sessions: {} as SessionClient, inbound: { handle: () => Promise.resolve() } });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(api.origin + path, init);
const json = { 'content-type': 'application/json' };

async function refused(response: Response): Promise<{ status: number; code: string; headers: Headers }> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = problem.parse(await response.json());
  expect(body.status).toBe(response.status);
  expect(body.instance).toBe(response.headers.get('x-request-id'));
  return { status: response.status, code: body.code, headers: response.headers };
}

describe('unknown places', () => {
  it('answers 404 as a problem, with a body that is not even JSON', async () => {
    const response = await call('/api/v1/nowhere', { method: 'POST', headers: json, body: '{' });
    expect(await refused(response)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('answers 405 with Allow', async () => {
    const answer = await refused(await call('/api/v1/rooms', { method: 'DELETE' }));
    expect(answer).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(answer.headers.get('allow')).toBe('GET, POST, HEAD');
  });

  it('answers 400 for a path that is not well encoded', async () => {
    expect(await refused(await call('/api/v1/doctors/%E0%A4%A'))).toMatchObject({
      status: 400,
      code: 'malformed_request',
    });
  });
});

describe('bodies', () => {
  const login = (body: string | undefined, headers: Record<string, string> = json): Promise<Response> =>
    call('/api/v1/auth/login', { method: 'POST', headers, body });

  it.each([
    ['malformed JSON', '{"email":', 400, 'malformed_request'],
    ['a bare string', '"hello"', 400, 'malformed_request'],
    ['an array', '[]', 422, 'validation_failed'],
    ['nothing', undefined, 422, 'validation_failed'],
    ['an unknown field', '{"email":"a@b.example","password":"x","admin":true}', 422, 'validation_failed'],
    ['a prototype', '{"email":"a@b.example","password":"x","__proto__":{"a":1}}', 422, 'validation_failed'],
    ['NUL', '{"email":"a\\u0000@b.example","password":"x"}', 422, 'validation_failed'],
    ['half a surrogate pair', '{"email":"a\\ud800@b.example","password":"x"}', 422, 'validation_failed'],
    [
      'a password of 129 characters',
      JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(129) }),
      422,
      'validation_failed',
    ],
    ['1 MB', JSON.stringify({ email: 'x'.repeat(1_000_000) }), 413, 'payload_too_large'],
  ])('refuses %s', async (_name, body, status, code) => {
    expect(await refused(await login(body))).toMatchObject({ status, code });
  });

  it('names the field by its pointer', async () => {
    const response = await login('{"email":"a@b.example","password":"x","a/b~c":1}');
    const body = problem.parse(await response.json());
    expect(body.errors).toEqual([{ pointer: '/a~1b~0c', message: 'is not a known field' }]);
  });

  it('refuses other media types and encodings', async () => {
    expect(
      await refused(await login('email=a', { 'content-type': 'application/x-www-form-urlencoded' })),
    ).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
    });
    expect(await refused(await login('{}', { ...json, 'content-encoding': 'made-up' }))).toMatchObject({ status: 415 });
  });
});

describe('compressed bodies', () => {
  it.each(['gzip', 'deflate', 'br'])('that are not %s are a malformed request', async (encoding) => {
    const headers = { ...json, 'content-encoding': encoding };
    const response = await call('/api/v1/auth/login', { method: 'POST', headers, body: 'not compressed at all' });
    expect(await refused(response)).toMatchObject({ status: 400, code: 'malformed_request' });
  });
});

describe('credentials', () => {
  it('asks for them before it looks at anything else', async () => {
    const response = await call('/api/v1/sessions', { method: 'POST', headers: json, body: '{' });
    const answer = await refused(response);
    expect(answer).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('refuses who has none before a large body is read', async () => {
    const response = await call('/api/v1/sessions', { method: 'POST', headers: json, body: 'x'.repeat(3_000_000) });
    expect(await refused(response)).toMatchObject({ status: 401 });
  });

  it.each(['Bearer', 'Bearer x.y.z', 'Basic YTpi', 'Bearer a b'])('refuses %s', async (authorization) => {
    expect(await refused(await call('/api/v1/me', { headers: { authorization } }))).toMatchObject({ status: 401 });
  });

  it.each(['', `${BOT.id}:wrong-secret-wrong-secret`, `nobody:${BOT.secret}`, BOT.id])(
    'refuses the client credential "%s"',
    async (credential) => {
      const headers = { ...json, authorization: `Basic ${Buffer.from(credential).toString('base64')}` };
      const body = JSON.stringify({ channel: 'SLACK', subject: 'U1', operation: 'me' });
      const response = await call('/api/v1/auth/chat/token', { method: 'POST', headers, body });
      expect(await refused(response)).toMatchObject({ status: 401, code: 'unauthenticated' });
    },
  );
});

describe('an outage', () => {
  it('is a 503 with Retry-After, logged without a message of the database', async () => {
    const body = JSON.stringify({ email: 'a@b.example', password: 'x' });
    const answer = await refused(await call('/api/v1/auth/login', { method: 'POST', headers: json, body }));
    expect(answer).toMatchObject({ status: 503, code: 'temporarily_unavailable' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(api.logs)).not.toContain('a@b.example');
  });

  it('shows in readyz and not in healthz', async () => {
    const ready = await call('/readyz');
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'down', down: ['database'] }]);
    expect((await call('/healthz')).status).toBe(200);
  });
});

describe('headers', () => {
  it('protect every answer', async () => {
    for (const path of ['/healthz', '/api/v1/nowhere', '/api/v1/me', '/api/v1/openapi.json']) {
      const { headers } = await call(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('etag')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await call('/api/v1/me')).headers.get('cache-control')).toBe('no-store');
  });

  it('keep a request id that is harmless, and no other', async () => {
    const id = async (given: string): Promise<string | null> =>
      (await call('/healthz', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await id('abcdefgh-1')).toBe('abcdefgh-1');
    expect(await id('<script>alert(1)</script>')).not.toContain('<');
  });
});

describe('metrics', () => {
  it.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
  ])('are not for who comes through a proxy (%s)', async (name, value) => {
    expect(await refused(await call('/metrics', { headers: { [name]: value } }))).toMatchObject({ status: 403 });
  });

  it('count by operation', async () => {
    await call('/healthz');
    const text = await (await call('/metrics')).text();
    expect(text).toMatch(/http_requests_total\{operation="getHealth",method="GET",status="200"\} \d+/);
    expect(text).toContain('http_request_duration_seconds_bucket{operation="getHealth",le="+Inf"}');
  });
});
