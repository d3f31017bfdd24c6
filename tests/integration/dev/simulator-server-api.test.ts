import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { SessionLine, SessionStory, Setting } from '../../../dev/simulator/contract.js';
import { entrySpec } from '../../../dev/supervisor/entry.js';
import { launch } from '../../../dev/supervisor/launch.js';
import { waitReady } from '../../../dev/supervisor/wait-ready.js';
import { waitFor } from '../../support/wait-for.js';
import {
  configFor,
  listen,
  openGround,
  startSimulator,
  stop,
  type Ground,
  type Simulator,
} from './simulator-server-world.js';

const ID = '0e4f3b0a-6a55-5f6f-9f0e-0d4c4f3a2b1c';
const SESSION = {
  id: ID,
  code: 'HPK37',
  status: 'APPROVED',
  attendance: 'CONFIRMED',
  version: 3,
  patient: { id: 'p', fullName: 'Sara Ali', phone: '+15550100101' },
  doctor: { id: 'd', fullName: 'Dr Haddad' },
  room: { id: 'r', name: 'Room 1' },
  telehealth: false,
  startsAt: '2027-03-01T08:30:00.000Z',
  createdAt: '2027-02-01T08:30:00.000Z',
};
const LINE: SessionLine = {
  id: ID,
  code: 'HPK37',
  status: 'APPROVED',
  attendance: 'CONFIRMED',
  patient: 'Sara Ali',
  doctor: 'Dr Haddad',
  place: 'Room 1',
  startsAt: SESSION.startsAt,
  createdAt: SESSION.createdAt,
};

let ground: Ground;
let api: Server;
let simulator: Simulator;
/** Who asked what. */
let asked: string[] = [];

/** The API, written by hand: a token says who signed in. */
function handwrittenApi(): express.Express {
  const app = express();
  app.use(express.json());
  app.post('/api/v1/auth/login', (req, res) => {
    const { email } = req.body as { email: string };
    res.json({ accessToken: email, refreshToken: 'r', expiresInSeconds: 600 });
  });
  app.use((req, _res, next) => {
    asked.push(`${req.get('authorization')?.replace('Bearer ', '')} ${req.method} ${req.originalUrl}`);
    next();
  });
  app.get('/api/v1/policy', (_req, res) => void res.json({ clinicName: 'Elm Street', timeZone: 'Europe/Berlin' }));
  app.get('/api/v1/sessions', (_req, res) => {
    res.json({ items: [SESSION, { ...SESSION, telehealth: true, room: null }], nextCursor: null });
  });
  app.get(`/api/v1/sessions/${ID}`, (_req, res) => void res.json(SESSION));
  app.get(`/api/v1/sessions/${ID}/history`, (_req, res) => {
    const entry = { at: SESSION.createdAt, kind: 'BOOKED', from: null, to: 'PENDING', reason: null, channel: 'API' };
    res.json({ items: [{ ...entry, version: 1, by: { id: 'x', fullName: 'Tom Becker', role: 'SECRETARY' } }] });
  });
  app.get(`/api/v1/sessions/${ID}/messages`, (_req, res) => {
    const message = { kind: 'REQUESTED', channel: 'SMS', status: 'DELIVERED', at: SESSION.createdAt };
    res.json({ items: [{ ...message, providerId: 'SM1' }] });
  });
  app.post('/api/v1/auth/chat/link-codes', (_req, res) => {
    res.status(201).json({ code: 'ABCD2345', expiresAt: '2027-02-01T08:40:00.000Z' });
  });
  app.use((_req, res) => void res.status(404).json({ code: 'not_found', detail: 'There is no such session.' }));
  return app;
}

beforeAll(async () => {
  ground = await openGround();
  api = await listen(createServer(handwrittenApi()), ground.ports.api);
  simulator = await startSimulator(configFor(ground, {}));
});
beforeEach(() => void (asked = []));
afterAll(async () => {
  await simulator?.close();
  await stop(api);
  ground?.close();
});

describe('what the page reads from the API', () => {
  test('the sessions, read as the admin, and only when it asks', async () => {
    const { items } = await simulator.read<{ items: SessionLine[] }>('/sim/sessions');
    expect(items).toEqual([LINE, { ...LINE, place: 'Telehealth' }]);
    expect(asked).toEqual(['admin@x.example GET /api/v1/sessions?sort=-createdAt&limit=50']);
  });

  test('a session’s story, with its workflow in Temporal’s own page', async () => {
    expect(await simulator.read<SessionStory>(`/sim/sessions/${ID}`)).toEqual({
      ...LINE,
      history: [
        {
          at: SESSION.createdAt,
          by: 'Tom Becker',
          kind: 'BOOKED',
          from: null,
          to: 'PENDING',
          channel: 'API',
          reason: null,
        },
      ],
      messages: [{ at: SESSION.createdAt, kind: 'REQUESTED', channel: 'SMS', status: 'DELIVERED' }],
      workflowUrl: `http://127.0.0.1:${ground.ports.temporalUi}/namespaces/clinic/workflows/session%2F${ID}`,
    });
  });

  test.each([ID.replace('0', '1'), 'nonsense', '..%2f..%2fauth%2fme'])('no session %s', async (id) => {
    const response = await simulator.get(`/sim/sessions/${id}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: 'There is no such session.' });
  });

  test('a link code, asked for as that person', async () => {
    const response = await simulator.post('/sim/people/haddad/link-code', {});
    expect(await response.json()).toEqual({ code: 'ABCD2345', expiresAt: '2027-02-01T08:40:00.000Z' });
    expect(asked).toEqual(['haddad@x.example POST /api/v1/auth/chat/link-codes']);
    expect((await simulator.post('/sim/people/nobody/link-code', {})).status).toBe(404);
  });

  test('the setting, without a secret, and once known also while the API is down', async () => {
    const setting = await simulator.read<Setting>('/sim/setting');
    expect(setting).toMatchObject({ clinicName: 'Elm Street', timeZone: 'Europe/Berlin' });
    expect(setting.people).toContainEqual({ id: 'haddad', handle: 'haddad', fullName: 'Dr Haddad', role: 'DOCTOR' });
    expect(JSON.stringify(setting)).not.toMatch(/a-password|a-signing-secret|xoxb|token/);
    await stop(api);
    expect(await simulator.read<Setting>('/sim/setting')).toEqual(setting);
    expect((await simulator.get('/sim/sessions')).status).toBe(502);
    api = await listen(createServer(handwrittenApi()), ground.ports.api);
  });
});

test('the process serves its page, and ends at once although a page listens', async () => {
  const other = await openGround();
  const { dataDir, ports } = other;
  const url = `http://127.0.0.1:${ports.simulator}`;
  const spec = entrySpec({
    name: 'simulator',
    entry: 'dev/simulator/main.ts',
    env: { SIMULATOR: JSON.stringify(configFor(other, {})) },
    dataDir,
    logFile: `${dataDir}/simulator.log`,
  });
  const running = await launch(spec);
  await waitReady(spec, running, async () => (await fetch(url)).ok, 20_000);
  const events = await fetch(`${url}/sim/events`);
  process.kill(running.pid, 'SIGTERM');
  expect(await running.exited).toMatchObject({ code: 0 });
  await waitFor(() => events.text().then(() => true), { describe: 'the end of the events' });
  other.close();
});
