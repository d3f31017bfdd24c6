import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import twilio from 'twilio';
import { twilioRefusalCode } from '../../../platform/twilio.js';
import { waitFor } from '../../support/wait-for.js';
import { NUMBER, openStandInsWorld, TWILIO_ACCOUNT, type StandInsWorld } from './stand-ins-world.js';

type Fields = Record<string, string>;

let world: StandInsWorld;
let server: Server | undefined;
let receipts: Fields[] = [];

/** Where the sender hears of its texts; on the port of the bots. */
async function listen(): Promise<void> {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const fields = Object.fromEntries(new URLSearchParams(text));
      const signature = String(request.headers['x-twilio-signature']);
      const isTwilio = twilio.validateRequest(TWILIO_ACCOUNT.authToken, signature, callbackUrl(), fields);
      receipts.push({ ...fields, signed: String(isTwilio) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server!.listen(world.ports.bots, '127.0.0.1', resolve));
}
const callbackUrl = (): string => `http://127.0.0.1:${world.ports.bots}/status?line=1`;
const hush = (): Promise<void> =>
  new Promise((resolve) => {
    server?.closeAllConnections();
    if (server) server.close(() => resolve());
    else resolve();
    server = undefined;
  });

const send = (to: string, body = 'hello') =>
  world.twilio.messages.create({ to, from: NUMBER, body, statusCallback: callbackUrl() });
const receiptsOf = (sid: string): Fields[] => receipts.filter(({ MessageSid }) => MessageSid === sid);
const settles = (sid: string, status: string): Promise<Fields> =>
  waitFor(() => receiptsOf(sid).find(({ MessageStatus }) => MessageStatus === status), {
    timeoutMs: 15_000,
    describe: `${status} of the text`,
  });

beforeAll(async () => void (world = await openStandInsWorld()), 30_000);
beforeEach(async () => {
  receipts = [];
  await world.control('DELETE', '/faults');
  if (!server) await listen();
});
afterAll(async () => {
  await hush();
  await world?.close();
});

describe('the carrier', () => {
  test('carries a text to the phone, with a signed receipt for each step', async () => {
    const { sid, status } = await send('+15550100201');
    expect(status).toBe('queued');
    const delivered = await settles(sid, 'delivered');
    expect(receiptsOf(sid).map(({ MessageStatus }) => MessageStatus)).toEqual(['queued', 'sent', 'delivered']);
    expect(receiptsOf(sid).every(({ signed }) => signed === 'true')).toBe(true);
    expect(delivered).toMatchObject({ AccountSid: TWILIO_ACCOUNT.accountSid, To: '+15550100201', SmsSid: sid });
    expect(delivered).not.toHaveProperty('ErrorCode');
    const kept = await world.twilio.messages(sid).fetch();
    expect(kept).toMatchObject({ status: 'delivered', errorCode: null });
    expect(kept.dateSent).toBeInstanceOf(Date);
  });

  test('reports a phone out of reach, with Twilio’s code', async () => {
    const phone = '+15550100202';
    await world.control('PUT', `/phones/${encodeURIComponent(phone)}`, { reachable: false });
    const { sid } = await send(phone);
    expect(await settles(sid, 'undelivered')).toMatchObject({ ErrorCode: '30003', signed: 'true' });
    expect(await world.twilio.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 });
  });

  test('loses as many texts as it is told to', async () => {
    await world.control('POST', '/faults', { service: 'twilio', kind: 'undelivered', times: 1 });
    const lost = await send('+15550100203');
    expect(lost.status).toBe('queued');
    await settles(lost.sid, 'undelivered');
    await settles((await send('+15550100203')).sid, 'delivered');
  });

  test('leaves a text alone that somebody else has settled', async () => {
    const { sid } = await send('+15550100204');
    await world.twilio.messages(sid).update({ status: 'canceled' });
    await settles((await send('+15550100204')).sid, 'delivered');
    expect(receiptsOf(sid).map(({ MessageStatus }) => MessageStatus)).toEqual(['queued', 'canceled']);
  });

  test('delivers the last receipt to a listener that comes late', async () => {
    await hush();
    const { sid } = await send('+15550100205');
    await waitFor(async () => (await world.twilio.messages(sid).fetch()).status === 'delivered', {
      describe: 'the delivery',
    });
    await listen();
    await settles(sid, 'delivered');
  });
});

test('what was under way when the process was killed goes on', async () => {
  await hush();
  const first = world;
  world = await openStandInsWorld({ carrier: { sentAfterMs: 1_500, settledAfterMs: 2_500 } });
  try {
    await listen();
    const { sid } = await send('+15550100206');
    await world.kill();
    expect(receiptsOf(sid).map(({ MessageStatus }) => MessageStatus)).toEqual(['queued']);
    await world.start();
    await settles(sid, 'delivered');
    expect(receiptsOf(sid).map(({ MessageStatus }) => MessageStatus)).toEqual(['queued', 'sent', 'delivered']);
  } finally {
    await hush();
    await world.close();
    world = first;
  }
}, 40_000);

describe('phones', () => {
  const phones = async (): Promise<Record<string, unknown>> => {
    const { items } = (await (await world.control('GET', '/phones')).json()) as { items: { phone: string }[] };
    return Object.fromEntries(items.map((item) => [item.phone, item]));
  };

  test('a number that is opted out is refused as after STOP, also after a kill', async () => {
    const phone = '+15550100207';
    const answer = await world.control('PUT', `/phones/${phone}`, { optedOut: true });
    expect(await answer.json()).toEqual({ phone, optedOut: true, reachable: true });
    await world.control('PUT', `/phones/${phone}`, { reachable: false });
    await world.kill();
    await world.start();
    expect((await phones())[phone]).toEqual({ phone, optedOut: true, reachable: false });
    expect(twilioRefusalCode(await send(phone).catch((error: unknown) => error))).toBe('21610');
    await world.control('PUT', `/phones/${phone}`, { optedOut: false });
    expect((await send(phone)).status).toBe('queued');
  });

  test('every number that has texted or was texted is known', async () => {
    await send('+15550100208');
    await world.textIn('+15550100209', 'STOP');
    expect(await phones()).toMatchObject({
      '+15550100208': { optedOut: false, reachable: true },
      '+15550100209': { optedOut: true },
    });
    expect(await phones()).not.toHaveProperty(NUMBER);
  });

  test.each([
    ['12', { optedOut: true }],
    ['+15550100201', { optedOut: 'yes' }],
    ['+15550100201', { blocked: true }],
  ])('refuses %s with %j', async (number, body) => {
    expect((await world.control('PUT', `/phones/${number}`, body)).status).toBe(422);
  });
});
