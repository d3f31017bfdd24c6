import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { operations } from '../../../api/client/client.js';
import { createApiSession, type ApiSession } from '../../../dev/simulator/server/api-session.js';

type Answer = [status: number, body: object];

let server: Server;
let seen: string[];
let answers: Record<string, (body: Record<string, unknown>, authorization: string) => Answer>;
let session: ApiSession;
let signIns = 0;

const tokens = (expiresInSeconds = 600): Answer => [
  200,
  { accessToken: `access-${++signIns}`, refreshToken: `refresh-${signIns}`, expiresInSeconds },
];

beforeEach(async () => {
  seen = [];
  signIns = 0;
  answers = {
    'POST /api/v1/auth/login': () => tokens(),
    'POST /api/v1/auth/refresh': () => tokens(),
    'GET /api/v1/policy': () => [200, { clinicName: 'Elm Street' }],
  };
  server = createServer((request, response) => {
    void readJson(request).then((body) => {
      const call = `${request.method} ${request.url}`;
      seen.push(call);
      const [status, answer] = answers[call]?.(body, request.headers.authorization ?? '') ?? [404, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  session = createApiSession({ origin, email: 'admin@x.example', password: 'secret' });
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

const policy = () => session.call(operations.getPolicy, {});
const count = (call: string): number => seen.filter((each) => each.endsWith(call)).length;

describe('a session at the API', () => {
  test('signs in once for calls that come together', async () => {
    await Promise.all([policy(), policy(), policy()]);
    await policy();
    expect([count('/auth/login'), count('/policy')]).toEqual([1, 4]);
  });

  test('renews a token before it ends', async () => {
    answers['POST /api/v1/auth/login'] = () => tokens(10);
    answers['POST /api/v1/auth/refresh'] = ({ refreshToken }) => {
      expect(refreshToken).toBe('refresh-1');
      return tokens();
    };
    await policy();
    await Promise.all([policy(), policy()]);
    expect([count('/auth/login'), count('/auth/refresh')]).toEqual([1, 1]);
  });

  test('signs in again when it cannot be renewed', async () => {
    answers['POST /api/v1/auth/login'] = () => tokens(10);
    answers['POST /api/v1/auth/refresh'] = () => [401, { code: 'unauthenticated' }];
    await policy();
    await policy();
    expect(count('/auth/login')).toBe(2);
  });

  test('signs in again when its token is not taken any more, and once only', async () => {
    answers['GET /api/v1/policy'] = (_body, authorization) =>
      authorization === 'Bearer access-2' ? [200, {}] : [401, { code: 'unauthenticated', detail: 'Sign in.' }];
    await policy();
    expect([count('/auth/login'), count('/policy')]).toEqual([2, 2]);
    answers['GET /api/v1/policy'] = () => [401, { code: 'unauthenticated', detail: 'Sign in.' }];
    await expect(policy()).rejects.toMatchObject({ status: 403, message: 'Sign in.' });
  });

  test('passes on what the API refuses, and says so when it fails', async () => {
    answers['GET /api/v1/policy'] = () => [404, { code: 'not_found', detail: 'There is no such policy.' }];
    await expect(policy()).rejects.toMatchObject({ status: 404, message: 'There is no such policy.' });
    answers['GET /api/v1/policy'] = () => [503, { code: 'temporarily_unavailable' }];
    await expect(policy()).rejects.toMatchObject({ status: 502, message: 'The API answered with HTTP 503.' });
  });

  test.each([401, 403])('is told where the person may not sign in (%i)', async (status) => {
    answers['POST /api/v1/auth/login'] = () => [status, { code: 'invalid_credentials', detail: 'No.' }];
    await expect(policy()).rejects.toMatchObject({
      status: 502,
      message: 'The API does not let admin@x.example sign in.',
    });
  });

  test('is told why it cannot sign in for now', async () => {
    answers['POST /api/v1/auth/login'] = () => [429, { code: 'rate_limited', detail: 'Too many sign-ins: wait.' }];
    await expect(policy()).rejects.toMatchObject({ status: 429, message: 'Too many sign-ins: wait.' });
    answers['POST /api/v1/auth/login'] = () => [503, { code: 'temporarily_unavailable' }];
    await expect(policy()).rejects.toMatchObject({ status: 502, message: 'The API answered with HTTP 503.' });
  });

  test('does not sign in again where a renewal fails for now', async () => {
    answers['POST /api/v1/auth/login'] = () => tokens(10);
    answers['POST /api/v1/auth/refresh'] = () => [503, {}];
    await policy();
    await expect(policy()).rejects.toMatchObject({ status: 502, message: 'The API answered with HTTP 503.' });
    expect(count('/auth/login')).toBe(1);
  });

  test('tries anew after a sign-in that failed', async () => {
    answers['POST /api/v1/auth/login'] = () => [503, {}];
    await expect(policy()).rejects.toMatchObject({ status: 502 });
    answers['POST /api/v1/auth/login'] = () => tokens();
    expect(await policy()).toEqual({ clinicName: 'Elm Street' });
  });
});

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
