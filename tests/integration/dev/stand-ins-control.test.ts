import { createServer as createHttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '../../support/wait-for.js';
import { openStandInsWorld, type StandInsWorld } from './stand-ins-world.js';

let world: StandInsWorld;
beforeAll(async () => void (world = await openStandInsWorld()), 30_000);
beforeEach(() => world.control('DELETE', '/faults'));
afterAll(() => world?.close());

const fault = (body: object): Promise<Response> => world.control('POST', '/faults', body);
const listed = async (): Promise<{ id: number; kind: string }[]> =>
  ((await (await world.control('GET', '/faults')).json()) as { items: { id: number; kind: string }[] }).items;

describe('faults', () => {
  test('one goes by its id, and the others stay', async () => {
    const { id } = (await (await fault({ service: 'slack', kind: 'drop', times: null })).json()) as { id: number };
    await fault({ service: 'mail', kind: 'latency', delayMs: 10, times: null });
    expect((await world.control('DELETE', `/faults/${id}`)).status).toBe(204);
    expect(await listed()).toMatchObject([{ service: 'mail', kind: 'latency' }]);
    expect((await world.control('DELETE', `/faults/${id}`)).status).toBe(404);
  });

  test.each([
    [{ service: 'slack', kind: 'nonsense' }, 'kind'],
    [{ service: 'slack', kind: 'undelivered' }, 'kind'],
    [{ service: 'mail', kind: 'error' }, 'kind'],
    [{ service: 'mail', kind: 'drop', path: 'x' }, 'path'],
    [{ service: 'twilio', kind: 'undelivered', method: 'POST' }, 'method'],
    [{ service: 'pigeon', kind: 'drop' }, 'service'],
  ])('%j is refused at its field', async (body, field) => {
    const answer = await fault(body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path: [field] }] });
  });

  test('what is not JSON, or not there, is refused', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await fetch(`http://127.0.0.1:${world.ports.faults}/faults`, { method: 'POST', headers, body: '{' });
    expect(broken.status).toBe(422);
    expect((await world.control('GET', '/nowhere')).status).toBe(404);
  });
});

describe('the proxy before the API', () => {
  let api: Server;
  beforeAll(async () => {
    api = createHttpServer((request, response) => response.end(`${request.method} ${request.url}`));
    await new Promise<void>((resolve) => api.listen(world.ports.api, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => api.close(resolve)));
  const call = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${world.ports.apiProxy}${path}`);

  test('passes on, and breaks on demand', async () => {
    expect(await (await call('/api/v1/doctors?limit=1')).text()).toBe('GET /api/v1/doctors?limit=1');
    await fault({ service: 'api', kind: 'error', status: 503, path: '/doctors' });
    expect((await call('/api/v1/rooms')).status).toBe(200);
    expect((await call('/api/v1/doctors')).status).toBe(503);
    await fault({ service: 'api', kind: 'drop' });
    await expect(call('/api/v1/rooms')).rejects.toThrow();
    expect((await call('/api/v1/rooms')).status).toBe(200);
  });
});

describe('the proxy before the mailbox', () => {
  let mailbox: Server;
  beforeAll(async () => {
    mailbox = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 mailbox\r\n');
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => mailbox.listen(world.ports.smtpRaw, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => mailbox.close(resolve)));

  // All that came until the line was closed, by us after something came, or by the other end.
  const converse = (): Promise<string> =>
    new Promise((resolve) => {
      let heard = '';
      const socket = connect({ host: '127.0.0.1', port: world.ports.smtp });
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
        if (heard.endsWith('NOOP\r\n')) socket.end();
        else if (heard === '220 mailbox\r\n') socket.write('NOOP\r\n');
      });
      socket.on('close', () => resolve(heard));
    });

  test('passes both ways, is late, or closes at once', async () => {
    expect(await converse()).toBe('220 mailbox\r\nNOOP\r\n');
    await fault({ service: 'mail', kind: 'drop' });
    expect(await converse()).toBe('');
    await fault({ service: 'mail', kind: 'latency', delayMs: 400 });
    const asked = Date.now();
    expect(await converse()).toBe('220 mailbox\r\nNOOP\r\n');
    expect(Date.now() - asked).toBeGreaterThanOrEqual(395);
    const seen = (await (await world.control('GET', '/requests?service=mail')).json()) as {
      items: { fault: string | null }[];
    };
    expect(seen.items.map((item) => item.fault)).toEqual(['latency', 'drop', null]);
  });
});

describe('changes', () => {
  test('are told as they come, and a burst of one kind as one', async () => {
    const ending = new AbortController();
    const { port } = { port: world.ports.faults };
    const response = await fetch(`http://127.0.0.1:${port}/changes`, { signal: ending.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let heard = '';
    const reading = (async () => {
      for await (const chunk of response.body!) heard += Buffer.from(chunk as Uint8Array).toString();
    })().catch(() => undefined);
    const told = (service: string, collection: string): number =>
      heard.split(`data: ${JSON.stringify({ service, collection })}\n\n`).length - 1;

    await waitFor(() => heard.startsWith(':'), { describe: 'the first word' });
    const { channelId } = world.seats();
    await Promise.all(
      Array.from({ length: 20 }, () => world.slack.chat.postMessage({ channel: channelId, text: 'x' })),
    );
    await waitFor(() => told('slack', 'slack.messages') > 0, { describe: 'the messages' });
    expect(told('slack', 'slack.messages')).toBeLessThan(10);
    await fault({ service: 'slack', kind: 'drop' });
    await waitFor(() => told('faults', 'faults') > 0, { describe: 'the fault' });
    await world.control('PUT', '/phones/+15550100301', { reachable: false });
    await waitFor(() => told('twilio', 'dev.phones') > 0, { describe: 'the phone' });
    ending.abort();
    await reading;
  });
});
