import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import express, { type Request, type Response } from 'express';
import type { Part } from '../../../dev/simulator/contract.js';
import type { Source } from '../../../dev/simulator/server/changes.js';
import { createEvents, type Events } from '../../../dev/simulator/server/events.js';
import { eventData } from '../../../dev/simulator/server/sse-reader.js';
import { waitFor } from '../../support/wait-for.js';

const ALL: Part[] = ['slack', 'phones', 'mail', 'troubles', 'sessions', 'health'];
/** Longer than what went stale is gathered. */
const GATHERED_MS = 120;

let events: Events;
let server: Server;
/** Each beginning of a watch. */
let watches: Parameters<Source>[];

beforeEach(async () => {
  watches = [];
  events = createEvents([async (...watch) => void watches.push(watch)]);
  const app = express();
  app.use(events.handler);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void jest.useRealTimers());
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

/** A page that listens, and what it was told. */
async function open() {
  const told = new Set<Part>();
  const leaving = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const response = await fetch(url, { signal: leaving.signal });
  const reading = async (): Promise<void> => {
    for await (const data of eventData(response.body!)) {
      for (const part of (JSON.parse(data) as { parts: Part[] }).parts) told.add(part);
    }
  };
  const ended = reading().catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error;
  });
  return { told, ended, leave: () => leaving.abort() };
}

/** An answer that does not come to its close. */
class StuckPage extends EventEmitter {
  ended = false;
  late: string[] = [];
  writeHead(): void {}
  write(text: string): void {
    if (this.ended) this.late.push(text);
  }
  end(): void {
    this.ended = true;
  }
}

describe('open pages', () => {
  test('are told what went stale', async () => {
    const page = await open();
    watches[0]![0](['mail']);
    await waitFor(() => page.told.has('mail'), { describe: 'word of the mail' });
    expect([...page.told]).toEqual(['mail']);
    page.leave();
  });

  test('that come while others listen start from what is now: all may have changed since they read', async () => {
    const first = await open();
    const second = await open();
    await waitFor(() => second.told.size === ALL.length, { describe: 'word of all parts' });
    expect(watches).toHaveLength(1);
    expect([...first.told]).toEqual([]);
    first.leave();
    second.leave();
  });

  test('end the watch when the last one leaves', async () => {
    const pages = [await open(), await open()];
    pages[0]!.leave();
    pages[1]!.leave();
    await waitFor(() => watches[0]![1].aborted, { describe: 'the end of the watch' });
  });
});

describe('after the end', () => {
  test('nothing is written any more, whatever the sources still tell, also to who does not read', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const page = new StuckPage();
    void events.handler({} as Request, page as unknown as Response, () => undefined);
    const [tell, signal] = watches[0]!;
    events.close();
    tell(['phones']);
    jest.advanceTimersByTime(GATHERED_MS);
    expect(signal.aborted).toBe(true);
    expect(page.ended).toBe(true);
    expect(page.late).toEqual([]);
  });

  test('who still comes is sent away, and nothing is watched', async () => {
    events.close();
    await (
      await open()
    ).ended;
    expect(watches).toEqual([]);
  });
});
