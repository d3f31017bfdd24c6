import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFaultBoard, faultSchema } from '../../../dev/faults/faults.js';
import { startProxy } from '../../../dev/faults/proxy.js';
import { openJournalStore } from '../../../dev/stand-ins/journal-store.js';
import { startTwilio } from '../../../dev/stand-ins/twilio.js';
import { createTwilioClient, twilioRefusalCode } from '../../../platform/twilio.js';
import { mapSlackError } from '../../../platform/slack.js';
import { openBotsWorld, type BotsWorld } from './bots-world.js';
import { freePort } from '../../support/free-ports.js';

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token-of-the-tests' };
const NUMBER = '+15005550006';
const PHONE = '+15550100101';

describe('the SMS provider’s client', () => {
  const faults = createFaultBoard();
  const closers: (() => Promise<void>)[] = [];
  let client: ReturnType<typeof createTwilioClient>;
  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'twilio-'));
    const [rawPort, port] = [await freePort(), await freePort()];
    const seed = {
      ...ACCOUNT,
      number: NUMBER,
      smsWebhookUrl: 'http://127.0.0.1:9/none',
      keywords: 'provider' as const,
    };
    const publicUrl = `http://127.0.0.1:${port}`;
    const store = openJournalStore(join(dataDir, 'twilio.jsonl'));
    const standIn = await startTwilio({ port: rawPort, publicUrl, store, seed });
    const proxy = await startProxy({ service: 'twilio', port, targetPort: rawPort, faults });
    closers.push(
      () => proxy.close(),
      () => standIn.close(),
      () => rm(dataDir, { recursive: true }),
    );
    client = createTwilioClient({ ...ACCOUNT, apiUrl: publicUrl, timeoutMs: 500 });
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });
  beforeEach(() => faults.clear());

  const send = (body: string, to = PHONE) => client.messages.create({ to, from: NUMBER, body });
  const breakOnce = (fault: object) => void faults.add(faultSchema.parse({ service: 'twilio', ...fault }));
  const requests = () => faults.requests('twilio').length;

  it('sends, and finds again by recipient and text', async () => {
    const { sid } = await send('K7QP: see you on Tue');
    const found = (await client.messages.list({ to: PHONE, limit: 50 })).find(
      ({ body }) => body === 'K7QP: see you on Tue',
    );
    expect(found?.sid).toBe(sid);
  });

  it('passes Retry-After on and does not ask again by itself', async () => {
    breakOnce({ kind: 'rate_limit', retryAfterSeconds: 7 });
    const before = requests();
    await expect(send('a')).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: 7 } });
    expect(requests() - before).toBe(1);
  });

  it.each([
    { kind: 'error', status: 503 },
    { kind: 'drop' },
    { kind: 'accept_then_drop' },
    { kind: 'latency', delayMs: 900 },
  ])('calls an unclear outcome temporarily unavailable: %j', async (fault) => {
    breakOnce(fault);
    const error: unknown = await send('b').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'temporarily_unavailable' });
    expect(JSON.stringify([error, String(error)])).not.toContain(PHONE);
  });

  it('reads the provider’s own refusals', async () => {
    const error: unknown = await send('c', 'nobody').catch((caught: unknown) => caught);
    expect(twilioRefusalCode(error)).toMatch(/^\d{5}$/);
    const stranger = createTwilioClient({ ...ACCOUNT, authToken: 'wrong', apiUrl: 'http://127.0.0.1:9' });
    expect(twilioRefusalCode(await stranger.messages.list().catch((caught: unknown) => caught))).toBeNull();
  });
});

describe('Slack’s client', () => {
  let world: BotsWorld;
  beforeAll(async () => {
    world = await openBotsWorld();
  });
  afterAll(() => world.close());

  const post = () => world.slack.chat.postMessage({ channel: world.doctor, text: 'Hello' }).catch(mapSlackError);
  const breakOnce = (fault: object) => void world.faults.add(faultSchema.parse({ service: 'slack', ...fault }));

  it('maps 429, silence and refusals, and does not ask again by itself', async () => {
    breakOnce({ kind: 'rate_limit', retryAfterSeconds: 4 });
    expect(await post()).toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: 4 } });
    breakOnce({ kind: 'error', status: 502 });
    expect(await post()).toMatchObject({ code: 'temporarily_unavailable' });
    breakOnce({ kind: 'drop' });
    expect(await post()).toMatchObject({ code: 'temporarily_unavailable' });
    expect(world.faults.requests('slack')).toHaveLength(3);
    const refused = await world.slack.chat.postMessage({ channel: 'C404', text: 'Hello' }).catch(mapSlackError);
    expect(refused).toMatchObject({ data: { error: 'channel_not_found' } });
  });
});
