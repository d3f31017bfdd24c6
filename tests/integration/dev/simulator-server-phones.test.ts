import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Part, Phone, Trouble } from '../../../dev/simulator/contract.js';
import { eventData } from '../../../dev/simulator/server/sse-reader.js';
import type { RunningProcess } from '../../../dev/supervisor/launch.js';
import { createTwilioClient } from '../../../platform/twilio.js';
import { waitFor } from '../../support/wait-for.js';
import {
  CLINIC_NUMBER,
  configFor,
  listen,
  openGround,
  PHONE,
  seatsOf,
  startBots,
  startSimulator,
  startStandIns,
  stop,
  TWILIO_ACCOUNT,
  type Bots,
  type Ground,
  type Simulator,
} from './simulator-server-world.js';

const STRANGER = '+15550100999';
let ground: Ground;
let standIns: RunningProcess;
let bots: Bots;
let simulator: Simulator;

beforeAll(async () => {
  ground = await openGround();
  standIns = await startStandIns(ground);
  bots = await startBots(ground);
  simulator = await startSimulator(configFor(ground, seatsOf(ground).seats));
}, 30_000);
afterEach(() => fetch(`http://127.0.0.1:${ground.ports.faults}/faults`, { method: 'DELETE' }));
afterAll(async () => {
  await simulator?.close();
  await bots?.close();
  await standIns?.stop();
  ground?.close();
});

const twilio = () => createTwilioClient({ ...TWILIO_ACCOUNT, apiUrl: `http://127.0.0.1:${ground.ports.twilio}` });
const send = (to: string, body: string) => twilio().messages.create({ to, from: CLINIC_NUMBER, body });
const phones = async (): Promise<Phone[]> => (await simulator.read<{ items: Phone[] }>('/sim/phones')).items;
const phone = async (number = PHONE): Promise<Phone> => (await phones()).find((each) => each.number === number)!;
const troubles = async (): Promise<Trouble[]> => (await simulator.read<{ items: Trouble[] }>('/sim/troubles')).items;
const onNow = async (): Promise<string[]> => (await troubles()).filter(({ on }) => on).map(({ key }) => key);

describe('phones', () => {
  test('show both sides of a conversation, oldest first, and how each text fared', async () => {
    await send(PHONE, 'Please answer 1, 2 or 3.');
    expect((await simulator.post(`/sim/phones/${PHONE}/texts`, { text: ' 1 ' })).status).toBe(204);
    await waitFor(async () => (await phone()).texts[0]?.status === 'delivered', { describe: 'delivery' });
    expect(await phone()).toMatchObject({
      number: PHONE,
      owner: 'Sara Ali',
      optedOut: false,
      reachable: true,
      texts: [
        { from: 'CLINIC', text: 'Please answer 1, 2 or 3.', status: 'delivered', segments: 1 },
        { from: 'PATIENT', text: '1', status: 'received' },
      ],
    });
  });

  test('of others appear once they are texted', async () => {
    expect((await phones()).map(({ number }) => number)).toEqual([PHONE]);
    await send(STRANGER, 'Hello');
    expect(await phone(STRANGER)).toMatchObject({ owner: 'Another phone', texts: [{ text: 'Hello' }] });
    expect((await phones()).map(({ number }) => number)).toEqual([PHONE, STRANGER]);
  });

  test('that told the provider to stop are opted out, until they say start', async () => {
    await simulator.post(`/sim/phones/${PHONE}/texts`, { text: 'STOP' });
    expect((await phone()).optedOut).toBe(true);
    await expect(send(PHONE, 'no')).rejects.toMatchObject({ code: 21610 });
    expect((await simulator.put(`/sim/phones/${PHONE}`, { optedOut: false })).status).toBe(204);
    await send(PHONE, 'yes');
    expect((await phone()).texts.at(-1)).toMatchObject({ text: 'yes' });
  });

  test('out of reach get nothing delivered', async () => {
    await simulator.put(`/sim/phones/${PHONE}`, { reachable: false });
    await send(PHONE, 'lost');
    await waitFor(async () => (await phone()).texts.at(-1)?.status === 'undelivered', { describe: 'a lost text' });
    await simulator.put(`/sim/phones/${PHONE}`, { reachable: true });
    expect((await phone()).reachable).toBe(true);
  });
});

describe('troubles', () => {
  test('each goes on and off by itself, and does not come twice', async () => {
    const keys = (await troubles()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(10);
    for (const key of keys) {
      expect((await simulator.put(`/sim/troubles/${key}`, { on: true })).status).toBe(204);
      expect((await simulator.put(`/sim/troubles/${key}`, { on: true })).status).toBe(204);
      expect(await onNow()).toEqual([key]);
      expect((await simulator.put(`/sim/troubles/${key}`, { on: false })).status).toBe(204);
      expect(await onNow()).toEqual([]);
    }
    expect((await simulator.put('/sim/troubles/none', { on: true })).status).toBe(404);
  });

  test('break the product’s way and not the page’s', async () => {
    await simulator.put('/sim/troubles/sms_down', { on: true });
    await simulator.put('/sim/troubles/slack_down', { on: true });
    await expect(send(PHONE, 'no way')).rejects.toThrow();
    expect((await simulator.get('/sim/phones')).status).toBe(200);
    expect((await simulator.post(`/sim/phones/${PHONE}/texts`, { text: 'still here' })).status).toBe(204);
    expect((await simulator.get(`/sim/slack/${seatsOf(ground).seats.haddad}`)).status).toBe(200);
    expect((await simulator.post(`/sim/slack/${seatsOf(ground).seats.haddad}/home`, {})).status).toBe(204);
  });

  test('a fault that somebody else injects for one call is no switch', async () => {
    const body = JSON.stringify({ service: 'twilio', kind: 'error', status: 503 });
    const headers = { 'content-type': 'application/json' };
    await fetch(`http://127.0.0.1:${ground.ports.faults}/faults`, { method: 'POST', headers, body });
    expect(await onNow()).toEqual([]);
  });
});

describe('events', () => {
  // The parts told since the last look.
  async function watch(): Promise<{ told: Set<Part>; end: () => void }> {
    const leaving = new AbortController();
    const response = await simulator.get('/sim/events', { signal: leaving.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const told = new Set<Part>();
    const reading = async (): Promise<void> => {
      for await (const data of eventData(response.body!)) {
        for (const part of (JSON.parse(data) as { parts: Part[] }).parts) told.add(part);
      }
    };
    const ended = reading().catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
    return {
      told,
      end: () => {
        leaving.abort();
        void ended;
      },
    };
  }
  const until = (told: Set<Part>, part: Part, timeoutMs = 10_000) =>
    waitFor(() => told.has(part), { describe: `word of ${part}`, timeoutMs });

  test('tell what went stale, after the stand-ins were gone for a while too', async () => {
    const page = await watch();
    // Whoever listens is known a moment after the line stands.
    await waitFor(
      async () => {
        await send(PHONE, 'one more');
        return page.told.has('phones');
      },
      { describe: 'word of a text' },
    );
    expect(page.told).toContain('sessions');
    await simulator.put('/sim/troubles/sms_slow', { on: true });
    await until(page.told, 'troubles');
    await simulator.post(`/sim/slack/${seatsOf(ground).seats.haddad}/home`, {});
    await standIns.stop();
    await until(page.told, 'health');
    page.told.clear();
    standIns = await startStandIns(ground);
    await until(page.told, 'slack', 20_000);
    expect(page.told).toContain('troubles');
    page.end();
  }, 40_000);

  test('tell of a mail that came, without reading it', async () => {
    const mails = [{ id: 'one' }];
    const asked: string[] = [];
    const mailbox: Server = await listen(
      createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end(JSON.stringify({ total: mails.length, items: mails.slice(-1) }));
      }),
      ground.ports.mail,
    );
    const page = await watch();
    await until(page.told, 'mail');
    page.told.clear();
    mails.push({ id: 'two' });
    await until(page.told, 'mail');
    page.end();
    expect(new Set(asked.filter((path) => path !== '/api/healthz'))).toEqual(new Set(['/api/email/summary?limit=1']));
    await stop(mailbox);
  });
});
