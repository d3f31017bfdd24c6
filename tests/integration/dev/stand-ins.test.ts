import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { portsFrom, type Ports } from '../../../dev/ports.js';
import { readSlackSeats, standInsSpec } from '../../../dev/stand-ins.js';
import { launch, type RunningProcess } from '../../../dev/supervisor/launch.js';
import { waitReady } from '../../../dev/supervisor/wait-ready.js';
import { createTwilioClient, twilioRefusalCode } from '../../../platform/twilio.js';
import { freePortBase } from '../../support/free-ports.js';

const NUMBER = '+15550190000';
const PHONE = '+15550100101';
const twilioAccount = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

let dataDir: string;
let ports: Ports;
let running: RunningProcess;
let slack: WebClient;

async function start(): Promise<void> {
  const spec = standInsSpec({
    dataDir,
    ports,
    slack: {
      teamName: 'Clinic',
      botToken: 'xoxb-test',
      signingSecret: 'secret',
      people: [{ handle: 'haddad', fullName: 'Dr Haddad', email: 'haddad@x.example', admin: false }],
      secretaryChannel: 'front-desk',
    },
    twilio: {
      ...twilioAccount,
      number: NUMBER,
      smsWebhookUrl: `http://127.0.0.1:${ports.bots}/none`,
      keywords: 'provider',
    },
  });
  running = await launch(spec);
  await waitReady(spec, running, async () => (await fetch(`http://127.0.0.1:${ports.faults}/faults`)).ok, 20_000);
}

const fault = (body: object): Promise<Response> =>
  fetch(`http://127.0.0.1:${ports.faults}/faults`, { method: 'POST', body: JSON.stringify(body) });
const twilio = () => createTwilioClient({ ...twilioAccount, apiUrl: `http://127.0.0.1:${ports.twilio}` });
const textIn = (from: string, body: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${ports.twilio}/_twilio/simulate/inbound-message`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${twilioAccount.accountSid}:token`).toString('base64')}` },
    body: new URLSearchParams({ From: from, To: NUMBER, Body: body }),
  });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'clinic-stand-ins-'));
  ports = portsFrom(await freePortBase());
  await start();
  slack = new WebClient('xoxb-test', {
    slackApiUrl: `http://127.0.0.1:${ports.slack}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}, 30_000);
beforeEach(() => fetch(`http://127.0.0.1:${ports.faults}/faults`, { method: 'DELETE' }));
afterAll(async () => {
  await running?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the Slack stand-in', () => {
  const metadata = { event_type: 'clinic_notification', event_payload: { notification_id: 'n-1' } };

  test('keeps messages with their metadata, over a kill', async () => {
    const { seats } = readSlackSeats(dataDir);
    const { channel, ts } = await slack.chat.postMessage({ channel: seats.haddad!, text: 'card', metadata });
    process.kill(running.pid, 'SIGKILL');
    await running.exited;
    await start();
    expect(readSlackSeats(dataDir).seats).toEqual(seats);
    const { messages } = await slack.conversations.history({ channel: channel!, include_all_metadata: true });
    expect(messages).toMatchObject([{ ts, text: 'card', metadata }]);
  });

  test('shows a person’s views, newest first and after updates', async () => {
    const user = readSlackSeats(dataDir).seats.haddad!;
    const title = (text: string) => ({
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text },
      blocks: [],
    });
    const { trigger_id } = (await slack.apiCall('views.generateTriggerId', { user_id: user })) as unknown as {
      trigger_id: string;
    };
    const { view } = await slack.views.open({ trigger_id, view: title('Loading') });
    await slack.views.publish({ user_id: user, view: { type: 'home', blocks: [] } });
    await slack.views.update({ view_id: view!.id!, view: title('Ready') });
    const listed = await fetch(`http://127.0.0.1:${ports.slack}/_dev/views?user=${user}`);
    expect(await listed.json()).toMatchObject({
      items: [{ id: view!.id, title: { text: 'Ready' } }, { type: 'home' }],
    });
  });

  test('breaks on demand, once', async () => {
    const { channelId } = readSlackSeats(dataDir);
    const post = (text: string) => slack.chat.postMessage({ channel: channelId, text });
    await fault({ service: 'slack', kind: 'rate_limit', path: 'chat.postMessage', retryAfterSeconds: 7 });
    await expect(post('one')).rejects.toMatchObject({ retryAfter: 7 });
    await fault({ service: 'slack', kind: 'accept_then_drop', path: 'chat.postMessage' });
    await expect(post('two')).rejects.toThrow();
    await fault({ service: 'slack', kind: 'drop' });
    await expect(post('three')).rejects.toThrow();
    await post('four');
    const { messages } = await slack.conversations.history({ channel: channelId });
    expect(messages?.map(({ text }) => text)).toEqual(['four', 'two']);
    const seen = (await (await fetch(`http://127.0.0.1:${ports.faults}/requests?service=slack`)).json()) as {
      items: { fault: string | null }[];
    };
    expect(seen.items.slice(1, 5).map((item) => item.fault)).toEqual([null, 'drop', 'accept_then_drop', 'rate_limit']);
  });

  test('refuses a fault it does not know', async () => {
    expect((await fault({ service: 'slack', kind: 'nonsense' })).status).toBe(422);
  });
});

describe('the Twilio stand-in', () => {
  const send = (body: string) => twilio().messages.create({ to: PHONE, from: NUMBER, body });

  test('refuses a number that said STOP until it says START', async () => {
    await send('one');
    await textIn(PHONE, ' stop ');
    const refusal = await send('two').catch((error: unknown) => error);
    expect(twilioRefusalCode(refusal)).toBe('21610');
    await textIn(PHONE, 'START');
    await send('three');
    const sent = await twilio().messages.list({ to: PHONE });
    expect(sent.map(({ body }) => body)).toEqual(['three', 'one']);
  });

  test('takes a message and drops the line', async () => {
    await fault({ service: 'twilio', kind: 'accept_then_drop', method: 'POST' });
    await expect(send('unclear')).rejects.toThrow();
    expect((await twilio().messages.list({ to: PHONE }))[0]?.body).toBe('unclear');
  });
});
