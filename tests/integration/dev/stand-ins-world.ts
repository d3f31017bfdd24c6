import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { portsFrom, type Ports } from '../../../dev/ports.js';
import { readSlackSeats, standInsSpec, type SlackSeats } from '../../../dev/stand-ins.js';
import type { CarrierTimes } from '../../../dev/stand-ins/carrier.js';
import { launch, type RunningProcess } from '../../../dev/supervisor/launch.js';
import { waitReady } from '../../../dev/supervisor/wait-ready.js';
import { createTwilioClient, type TwilioClient } from '../../../platform/twilio.js';
import { freePortBase } from '../../support/free-ports.js';

export const NUMBER = '+15550190000';
export const TWILIO_ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const BOT_TOKEN = 'xoxb-test';

/** The stand-ins' process on ports of its own, and the official clients of what it stands for. */
export interface StandInsWorld {
  ports: Ports;
  slack: WebClient;
  twilio: TwilioClient;
  seats(): SlackSeats;
  /** To the control port. */
  control(method: string, path: string, body?: object): Promise<Response>;
  /** To Slack's origin. */
  slackDev(method: string, path: string, body?: object): Promise<Response>;
  /** A text from a patient's phone. */
  textIn(from: string, body: string): Promise<Response>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openStandInsWorld(options: { carrier?: CarrierTimes } = {}): Promise<StandInsWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clinic-stand-ins-'));
  const ports = portsFrom(await freePortBase());
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const spec = standInsSpec({ dataDir, ports, ...options, ...seedOf(ports) });
  let running: RunningProcess;
  const world: StandInsWorld = {
    ports,
    slack: new WebClient(BOT_TOKEN, {
      slackApiUrl: `${at(ports.slack)}/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    }),
    twilio: createTwilioClient({ ...TWILIO_ACCOUNT, apiUrl: at(ports.twilio) }),
    seats: () => readSlackSeats(dataDir),
    control: (method, path, body) => send(at(ports.faults), method, path, body),
    slackDev: (method, path, body) => send(at(ports.slack), method, path, body),
    textIn: (from, body) =>
      fetch(`${at(ports.twilio)}/_twilio/simulate/inbound-message`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${TWILIO_ACCOUNT.accountSid}:token`).toString('base64')}` },
        body: new URLSearchParams({ From: from, To: NUMBER, Body: body }),
      }),
    async kill() {
      process.kill(running.pid, 'SIGKILL');
      await running.exited;
    },
    async start() {
      running = await launch(spec);
      await waitReady(spec, running, async () => (await fetch(`${at(ports.faults)}/faults`)).ok, 20_000);
    },
    async close() {
      await running.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await world.start();
  return world;
}

const seedOf = (ports: Ports) => ({
  slack: {
    teamName: 'Clinic',
    botToken: BOT_TOKEN,
    signingSecret: 'secret',
    people: ['haddad', 'desk'].map((handle) => ({
      handle,
      fullName: handle === 'desk' ? 'Tom Becker' : 'Dr Haddad',
      email: `${handle}@x.example`,
      admin: false,
    })),
    secretaryChannel: 'front-desk',
    secretaryChannelMembers: ['desk'],
  },
  twilio: {
    ...TWILIO_ACCOUNT,
    number: NUMBER,
    smsWebhookUrl: `http://127.0.0.1:${ports.bots}/none`,
    keywords: 'provider' as const,
  },
});

function send(origin: string, method: string, path: string, body?: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${origin}${path}`, { method, headers, body: body && JSON.stringify(body) });
}
