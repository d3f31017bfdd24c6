import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Part } from '../../../dev/simulator/contract.js';
import { mailChanges, standInChanges } from '../../../dev/simulator/server/changes.js';
import { silent } from '../../../dev/simulator/server/errors.js';
import type { Mailbox } from '../../../dev/simulator/server/mail.js';
import { waitFor } from '../../support/wait-for.js';

const STAND_INS: Part[] = ['slack', 'phones', 'troubles', 'sessions'];

let server: Server;
let lines: ServerResponse[];
let told: Part[];
let ending: AbortController;
const tell = (parts: Part[]): void => void told.push(...parts);

beforeEach(async () => {
  [lines, told, ending] = [[], [], new AbortController()];
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': listening\n\n');
    lines.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  ending.abort();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const watch = (): Promise<void> =>
  standInChanges(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)(tell, ending.signal);

describe('the stand-ins', () => {
  test('may have changed before anybody listened: all is stale whenever the line stands', async () => {
    const watching = watch();
    await waitFor(() => told.length > 0, { describe: 'the first word' });
    expect(told).toEqual(STAND_INS);
    lines[0]!.destroy();
    await waitFor(() => told.length > STAND_INS.length, { describe: 'the second word' });
    expect(told).toEqual([...STAND_INS, ...STAND_INS]);
    ending.abort();
    await watching;
  });

  test('tell what changed', async () => {
    const watching = watch();
    await waitFor(() => told.length > 0, { describe: 'the first word' });
    told = [];
    lines[0]!.write('data: {"service":"twilio","collection":"twilio.messages"}\n\n');
    await waitFor(() => told.length > 0, { describe: 'the change' });
    expect(told).toEqual(['phones', 'sessions']);
    ending.abort();
    await watching;
  });

  test('that tell nonsense are a fault of ours, and no lost line', async () => {
    const watching = watch();
    const outcome = expect(watching).rejects.toThrow(SyntaxError);
    await waitFor(() => lines.length > 0, { describe: 'the line' });
    lines[0]!.write('data: nonsense\n\n');
    await outcome;
  });
});

describe('the mailbox', () => {
  const box = (mark: () => Promise<string>): Mailbox => ({ mark }) as Mailbox;

  test('is stale from the start, and again when its mark changes', async () => {
    let mark = 'a';
    const watching = mailChanges(box(async () => mark))(tell, ending.signal);
    await waitFor(() => told.length > 0, { describe: 'the first word' });
    expect(told).toEqual(['mail', 'sessions']);
    mark = 'b';
    await waitFor(() => told.length > 2, { describe: 'the second word' });
    ending.abort();
    await watching;
  });

  test('is told about when it answers at last; what is no silence is a fault of ours', async () => {
    const looks = [
      () => Promise.reject<string>(silent('The mailbox does not answer.')),
      () => Promise.resolve('a'),
      () => Promise.reject<string>(new TypeError('a fault')),
    ];
    await expect(mailChanges(box(() => looks.shift()!()))(tell, ending.signal)).rejects.toThrow('a fault');
    expect(told).toEqual(['mail', 'sessions']);
  });

  test('tells nothing after the end', async () => {
    let answer: (mark: string) => void = () => undefined;
    const watching = mailChanges(box(() => new Promise((resolve) => (answer = resolve))))(tell, ending.signal);
    ending.abort();
    answer('a');
    await watching;
    expect(told).toEqual([]);
  });
});
