import { createServer, type Server } from 'node:http';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Request, type Response } from 'express';
import { portsFrom, type Ports } from '../../../dev/ports.js';
import { createSimulatorApp } from '../../../dev/simulator/server/app.js';
import type { SimulatorConfig } from '../../../dev/simulator/server/config.js';
import { slackSignature } from '../../../dev/simulator/slack-requests.js';
import { SLACK_TEAM_ID } from '../../../dev/stand-ins/config.js';
import { readSlackSeats, standInsSpec } from '../../../dev/stand-ins.js';
import { launch, type RunningProcess } from '../../../dev/supervisor/launch.js';
import { waitReady } from '../../../dev/supervisor/wait-ready.js';
import { freePortBase } from '../../support/free-ports.js';

export const SIGNING_SECRET = 'a-signing-secret';
export const BOT_TOKEN = 'xoxb-test';
export const CLINIC_NUMBER = '+15550190000';
export const PHONE = '+15550100101';
export const TWILIO_ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const PEOPLE = [
  { handle: 'admin', fullName: 'Nora Lindqvist', role: 'ADMIN', email: 'admin@x.example' },
  { handle: 'secretary', fullName: 'Tom Becker', role: 'SECRETARY', email: 'desk@x.example' },
  { handle: 'haddad', fullName: 'Dr Haddad', role: 'DOCTOR', email: 'haddad@x.example' },
] as const;

const origin = (port: number): string => `http://127.0.0.1:${port}`;

/** A free range of ports and a folder with a page in it; nothing runs yet. */
export async function openGround() {
  const dataDir = mkdtempSync(join(tmpdir(), 'clinic-simulator-'));
  const pageDir = join(dataDir, 'page');
  mkdirSync(join(pageDir, 'assets'), { recursive: true });
  writeFileSync(join(pageDir, 'index.html'), '<html><head></head><body nonce="__CSP_NONCE__">page</body></html>');
  writeFileSync(join(pageDir, 'assets', 'app-1a2b.js'), 'export {};');
  return {
    dataDir,
    pageDir,
    ports: portsFrom(await freePortBase()),
    close: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
export type Ground = Awaited<ReturnType<typeof openGround>>;

export function configFor({ ports, pageDir }: Ground, seats: Record<string, string>): SimulatorConfig {
  return {
    port: ports.simulator,
    pageDir,
    origins: {
      api: origin(ports.api),
      slack: origin(ports.slack),
      twilio: origin(ports.twilio),
      slackRaw: origin(ports.slackRaw),
      twilioRaw: origin(ports.twilioRaw),
      mail: origin(ports.mail),
      control: origin(ports.faults),
    },
    slackEventsUrl: `${origin(ports.bots)}/slack/events`,
    temporal: { address: `127.0.0.1:${ports.temporal}`, namespace: 'clinic', ui: origin(ports.temporalUi) },
    slack: { signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN, teamId: SLACK_TEAM_ID },
    twilio: { ...TWILIO_ACCOUNT, number: CLINIC_NUMBER },
    people: PEOPLE.map((person) => ({ ...person, id: seats[person.handle] ?? person.handle, password: 'a-password' })),
    phones: [{ number: PHONE, owner: 'Sara Ali', language: 'en' }],
  };
}

export async function startStandIns({ dataDir, ports }: Ground): Promise<RunningProcess> {
  const spec = standInsSpec({
    dataDir,
    ports,
    slack: {
      teamName: 'Clinic',
      botToken: BOT_TOKEN,
      signingSecret: SIGNING_SECRET,
      people: PEOPLE.map(({ handle, fullName, email }) => ({ handle, fullName, email, admin: false })),
      secretaryChannel: 'front-desk',
    },
    twilio: {
      ...TWILIO_ACCOUNT,
      number: CLINIC_NUMBER,
      smsWebhookUrl: `${origin(ports.bots)}/webhooks/twilio/sms`,
      keywords: 'provider',
    },
  });
  const running = await launch(spec);
  await waitReady(spec, running, async () => (await fetch(`${origin(ports.faults)}/faults`)).ok, 20_000);
  return running;
}

export const seatsOf = ({ dataDir }: Ground) => readSlackSeats(dataDir);

/** The server of the page, in this process. */
export async function startSimulator(config: SimulatorConfig) {
  const { app, close } = createSimulatorApp(config);
  const server = await listen(createServer(app), config.port);
  const url = origin(config.port);
  const sendJson = (method: string) => (path: string, body: unknown) =>
    fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(body),
    });
  return {
    url,
    get: (path: string, init?: RequestInit) => fetch(url + path, init),
    read: async <T>(path: string): Promise<T> => (await (await fetch(url + path)).json()) as T,
    post: sendJson('POST'),
    put: sendJson('PUT'),
    async close() {
      await close();
      await stop(server);
    },
  };
}
export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/** What the bots were sent: a command's fields, or the JSON of everything else. */
export type Sent = Record<string, unknown> & { type?: string };

/** The bots' endpoint, written by hand: it takes what is signed, and answers as the test says. */
export async function startBots({ ports }: { ports: Ports }) {
  const sent: Sent[] = [];
  let answer: (sent: Sent, res: Response) => unknown = (_sent, res) => res.end();
  const app = express();
  app.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));
  app.post('/slack/events', express.text({ type: () => true }), async (req, res) => {
    if (!isSigned(req)) return void res.status(401).end();
    const payload = decode(req);
    sent.push(payload);
    await answer(payload, res);
  });
  app.post('/webhooks/twilio/sms', (_req, res) => void res.type('xml').send('<Response/>'));
  const server = await listen(createServer(app), ports.bots);
  return {
    sent,
    last: () => sent.at(-1)!,
    answer: (next: typeof answer) => void (answer = next),
    close: () => stop(server),
  };
}
export type Bots = Awaited<ReturnType<typeof startBots>>;

function isSigned(req: Request): boolean {
  const timestamp = req.get('x-slack-request-timestamp') ?? '';
  return req.get('x-slack-signature') === slackSignature(SIGNING_SECRET, timestamp, req.body as string);
}

function decode(req: Request): Sent {
  const body = req.body as string;
  if (req.is('json')) return JSON.parse(body) as Sent;
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : (JSON.parse(payload) as Sent);
}

export function listen(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
