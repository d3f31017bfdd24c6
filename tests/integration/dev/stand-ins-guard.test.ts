import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ports } from '../../../dev/ports.js';
import { listen, stop } from './simulator-server-world.js';
import { openStandInsWorld, type StandInsWorld } from './stand-ins-world.js';

interface Answer {
  status: number;
  headers: Record<string, unknown>;
}

let world: StandInsWorld;
let api: Server;
beforeAll(async () => {
  world = await openStandInsWorld();
  api = await listen(
    createServer((_request, response) => void response.end('{}')),
    world.ports.api,
  );
}, 30_000);
afterAll(async () => {
  await stop(api);
  await world?.close();
});

/** A request as a browser makes it: headers that `fetch` does not let a program set. */
function ask(port: number, call: { method?: string; path: string; headers?: object; body?: string }): Promise<Answer> {
  const { method = 'GET', path, headers, body } = call;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers: { ...headers } }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const EVIL = 'http://evil.example';
const DOORS: [name: keyof Ports, path: string][] = [
  ['slack', '/_dev/workspace'],
  ['slackRaw', '/_dev/workspace'],
  ['twilio', '/_twilio/messages'],
  ['twilioRaw', '/_twilio/messages'],
  ['apiProxy', '/api/v1/doctors'],
  ['faults', '/faults'],
];
const faults = async (): Promise<unknown> => (await world.control('GET', '/faults')).json();

describe.each(DOORS)('at %s', (name, path) => {
  const port = (): number => world.ports[name];
  const own = (): string => `http://127.0.0.1:${port()}`;

  test.each(['evil.example', 'evil.example:4002', '127.0.0.1:1'])('nobody asks by the name %s', async (host) => {
    expect((await ask(port(), { path, headers: { host } })).status).toBe(421);
  });

  test.each([EVIL, 'null', 'http://127.0.0.1:1'])('no page of %s asks, reads or writes', async (origin) => {
    expect((await ask(port(), { path, headers: { origin } })).status).toBe(403);
    const headers = { origin, 'content-type': 'text/plain' };
    expect((await ask(port(), { method: 'POST', path, headers, body: '{}' })).status).toBe(403);
    for (const method of ['PUT', 'DELETE']) {
      const preflight = { origin, 'access-control-request-method': method };
      const answer = await ask(port(), { method: 'OPTIONS', path, headers: preflight });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('no other site reads without telling its origin, but a link leads here', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' };
      expect((await ask(port(), { path, headers })).status).toBe(403);
      expect((await ask(port(), { path, headers: { ...headers, 'sec-fetch-mode': 'navigate' } })).status).not.toBe(403);
    }
  });

  test('programs and its own pages are answered, without a word to other origins', async () => {
    for (const headers of [{}, { origin: own() }, { host: `localhost:${port()}` }]) {
      const answer = await ask(port(), { path, headers });
      expect([403, 421]).not.toContain(answer.status);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

test('what a stranger asks is no call that was seen, and uses up no fault', async () => {
  await world.control('POST', '/faults', { service: 'api', kind: 'error' });
  const before = await faults();
  await ask(world.ports.apiProxy, { path: '/api/v1/doctors', headers: { origin: EVIL } });
  expect(await faults()).toEqual(before);
  expect(await (await world.control('GET', '/requests?service=api')).json()).toMatchObject({
    items: expect.not.arrayContaining([expect.objectContaining({ status: 403 })]),
  });
  await world.control('DELETE', '/faults');
});

test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded'])(
  'a fault is not taken as %s',
  async (type) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const body = JSON.stringify({ service: 'slack', kind: 'drop' });
    expect((await ask(world.ports.faults, { method: 'POST', path: '/faults', headers, body })).status).toBe(415);
    expect(await faults()).toEqual({ items: [] });
  },
);
