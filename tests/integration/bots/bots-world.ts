import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebClient } from '@slack/web-api';
import { createApiClient } from '../../../api/client/client.js';
import { createBotsApp } from '../../../bots/app.js';
import { createFaultBoard, type FaultBoard } from '../../../dev/faults/faults.js';
import { startProxy } from '../../../dev/faults/proxy.js';
import { openJournalStore } from '../../../dev/stand-ins/journal-store.js';
import { slackSeats, startSlack } from '../../../dev/stand-ins/slack.js';
import { createLogger } from '../../../platform/logger.js';
import { createSlackClient } from '../../../platform/slack.js';
import { freePort } from '../../support/free-ports.js';
import { BOT_CLIENT, startFakeApi, type FakeApi } from './fake-api.js';

export const SIGNING_SECRET = 'signing-secret-of-the-tests';
const BOT_TOKEN = 'xoxb-bots-tests';
export const TWILIO = {
  authToken: 'twilio-token-of-the-tests',
  number: '+15005550006',
  smsWebhookUrl: 'https://clinic.example/hooks/sms?line=1',
  statusWebhookUrl: 'https://clinic.example/hooks/status',
};

/** Slack's stand-in behind the faults proxy, a hand-made API and the real bots. */
export interface BotsWorld {
  url: string;
  eventsUrl: string;
  api: FakeApi;
  slack: WebClient;
  faults: FaultBoard;
  doctor: string;
  secretary: string;
  /** An address for private answers, and what was sent to it, oldest first. */
  responseUrl(key: string): string;
  privateAnswers(
    key: string,
  ): Promise<{ text: string; blocks?: unknown[]; response_type?: string; replace_original?: boolean }[]>;
  views(user: string): Promise<SlackView[]>;
  /** Resolves when no bots process works at anything any more. */
  settled(): Promise<void>;
  /** Starts a further bots process, as behind a load balancer. */
  another(): Promise<{ eventsUrl: string; stop(): Promise<void> }>;
  close(): Promise<void>;
}

export interface SlackView {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  callback_id: string;
  private_metadata: string;
  title: { text: string };
  blocks: unknown[];
}

export interface BotsWorldOptions {
  showPatientNames?: boolean;
  now?: () => Date;
  /** The API to use in place of the hand-made one. */
  realApi?: { origin: string; botClient: { id: string; secret: string } };
}

export async function openBotsWorld(options: BotsWorldOptions = {}): Promise<BotsWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bots-'));
  const [rawPort, proxyPort] = [await freePort(), await freePort()];
  const slackUrl = `http://127.0.0.1:${proxyPort}`;
  const seed = {
    teamName: 'Elm Street',
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    people: ['doctor', 'secretary'].map((handle) => ({
      handle,
      fullName: handle,
      email: `${handle}@clinic.example`,
      admin: false,
    })),
    secretaryChannel: 'office',
  };
  const store = openJournalStore(join(dataDir, 'slack.jsonl'));
  const standIn = await startSlack({ port: rawPort, publicUrl: slackUrl, store, seed });
  const faults = createFaultBoard();
  const proxy = await startProxy({ service: 'slack', port: proxyPort, targetPort: rawPort, faults });
  const api = await startFakeApi();
  const processes = [await startBots(options, { apiUrl: api.url, slackUrl })];
  const [{ url }] = processes as [BotsProcess];
  const { seats } = slackSeats(store, seed);
  const items = async <T>(path: string): Promise<T[]> =>
    ((await (await fetch(`${slackUrl}${path}`)).json()) as { items: T[] }).items;

  return {
    url,
    eventsUrl: `${url}/slack/events`,
    api,
    slack: createSlackClient({ token: BOT_TOKEN, apiUrl: slackUrl }),
    faults,
    doctor: seats.doctor ?? '',
    secretary: seats.secretary ?? '',
    responseUrl: (key) => `${slackUrl}/_dev/responses/${key}`,
    privateAnswers: async (key) => (await items<{ text: string }>(`/_dev/responses/${key}`)).reverse(),
    views: (user) => items(`/_dev/views?user=${user}`),
    async settled() {
      await Promise.all(processes.map((bots) => bots.settled()));
    },
    async another() {
      const bots = await startBots(options, { apiUrl: api.url, slackUrl });
      processes.push(bots);
      return { eventsUrl: `${bots.url}/slack/events`, stop: () => bots.close() };
    },
    async close() {
      await Promise.all(processes.map((bots) => bots.close()));
      await Promise.all([api.close(), proxy.close(), standIn.close()]);
      await rm(dataDir, { recursive: true });
    },
  };
}

interface BotsProcess {
  url: string;
  settled(): Promise<void>;
  close(): Promise<void>;
}

async function startBots(options: BotsWorldOptions, at: { apiUrl: string; slackUrl: string }): Promise<BotsProcess> {
  const { app, settled, close } = createBotsApp({
    api: createApiClient({
      baseUrl: options.realApi?.origin ?? at.apiUrl,
      botClient: options.realApi?.botClient ?? BOT_CLIENT,
      deadlineMs: 5_000,
    }),
    logger: createLogger({ name: 'bots', level: process.env.BOTS_TEST_LOG ? 'debug' : 'silent' }),
    slack: {
      signingSecret: SIGNING_SECRET,
      botToken: BOT_TOKEN,
      apiUrl: at.slackUrl,
      showPatientNames: options.showPatientNames ?? false,
    },
    twilio: TWILIO,
    now: options.now,
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settled,
    async close() {
      await close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
