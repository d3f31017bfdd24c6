import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { configFor, openGround, startSimulator, type Ground, type Simulator } from './simulator-server-world.js';

let ground: Ground;
let simulator: Simulator;

beforeAll(async () => {
  ground = await openGround();
  simulator = await startSimulator(configFor(ground, {}));
});
afterAll(async () => {
  await simulator?.close();
  ground?.close();
});

/** Headers that `fetch` does not let a program set. */
function raw(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(simulator.url + path, { headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('who may ask', () => {
  test.each(['evil.example', 'evil.example:4009', '127.0.0.1', '127.0.0.1:1'])('not by the name %s', async (host) => {
    expect(await raw('/', { host })).toBe(421);
  });

  test('by both names of this machine', async () => {
    expect(await raw('/', { host: `localhost:${ground.ports.simulator}` })).toBe(200);
    expect(await raw('/', { host: `127.0.0.1:${ground.ports.simulator}` })).toBe(200);
  });

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1'])('not from the origin %s', async (from) => {
    const response = await simulator.get('/sim/troubles/sms_down', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', origin: from },
      body: '{"on":true}',
    });
    expect(response.status).toBe(403);
  });

  test('a read that another site’s page makes is refused, a link to the page is not', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const read = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' };
    for (const path of ['/sim/sessions', '/SIM/sessions', '/Sim/sessions', '/sim', '/SIM/']) {
      expect([path, await raw(path, read)]).toEqual([path, 403]);
      expect([path, await raw(path, link)]).toEqual([path, 403]);
    }
    expect(await raw('/', link)).toBe(200);
    expect(await raw('/', read)).toBe(403);
  });

  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'what changes something is not taken as %s',
    async (type) => {
      const headers = type === undefined ? undefined : { 'content-type': type };
      const response = await simulator.get('/sim/phones/+15550100101/texts', { method: 'POST', headers, body: '{}' });
      expect(response.status).toBe(415);
      expect(await response.json()).toEqual({ error: 'Send `content-type: application/json`.' });
    },
  );
});

describe('the page', () => {
  test('comes with a fresh nonce in its policy and in itself', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html', '/a/place']) {
      const response = await simulator.get(path);
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
      const html = await response.text();
      expect(html).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
      expect(html).toContain(`<body nonce="${nonce}">`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test('brings its files', async () => {
    const file = await simulator.get('/assets/app-1a2b.js');
    expect(file.headers.get('content-type')).toMatch(/javascript/);
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await file.text()).toBe('export {};');
  });

  test.each(['/assets/none.js', '/none.png', '/sim', '/sim/none', '/..%2f..%2fetc%2fpasswd'])(
    'there is nothing at %s',
    async (path) => {
      const response = await simulator.get(path);
      expect([400, 404]).toContain(response.status);
      expect(await response.json()).toEqual({ error: expect.any(String) });
    },
  );
});

describe('while nothing else runs', () => {
  test.each([
    ['/sim/setting', 'The API does not answer.'],
    ['/sim/slack/haddad', 'The Slack stand-in does not answer.'],
    ['/sim/phones', 'The Twilio stand-in does not answer.'],
    ['/sim/mail', 'The mailbox does not answer.'],
    ['/sim/mail/x/html', 'The mailbox does not answer.'],
    ['/sim/troubles', 'The stand-ins’ control port does not answer.'],
    ['/sim/sessions', 'The API does not answer.'],
    ['/sim/sessions/0e4f3b0a-6a55-5f6f-9f0e-0d4c4f3a2b1c', 'The API does not answer.'],
  ])('%s says so', async (path, error) => {
    const response = await simulator.get(path);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ error });
  });

  test('every process is down', async () => {
    const { items } = await simulator.read<{ items: { name: string; up: boolean }[] }>('/sim/health');
    expect(items.map(({ name }) => name)).toEqual(['Slack', 'Twilio', 'Mailbox', 'API', 'Bots', 'Temporal']);
    expect(items.some(({ up }) => up)).toBe(false);
  });
});

describe('what makes no sense is refused, with the field', () => {
  test.each([
    ['/sim/slack/nobody/commands', { channelId: 'C1', text: '/session' }, 404, 'Nobody has this seat in Slack.'],
    ['/sim/slack/haddad/commands', { channelId: 'C1' }, 422, 'body.text: '],
    ['/sim/slack/haddad/commands', { channelId: 'C1', text: 'session' }, 422, 'A command starts with a slash.'],
    ['/sim/slack/haddad/commands', { channelId: 'C1', text: '/nope x' }, 422, '/nope is not a command'],
    ['/sim/slack/haddad/actions', { in: { kind: 'MESSAGE', channelId: 'C1' } }, 422, 'body.in.ts: '],
    ['/sim/slack/haddad/views/V1/submit', { values: 3 }, 422, 'body.values: '],
    ['/sim/phones/0555/texts', { text: 'hello' }, 422, 'number: '],
    ['/sim/phones/+15550100101/texts', { text: '  ' }, 422, 'body.text: '],
  ])('%s %j', async (path, body, status, words) => {
    const response = await simulator.post(path, body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(words);
  });

  test.each(['{', 'null', '"text"'])('the body %j', async (body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await simulator.get('/sim/slack/haddad/home', { method: 'POST', headers, body });
    expect(response.status).toBe(400);
  });
});
