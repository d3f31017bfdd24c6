import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StackCard } from '../../../dev/stack/card.js';
import { PROJECT_ROOT } from '../../../dev/supervisor/entry.js';
import { commandLine } from '../../../dev/supervisor/leftovers.js';
import { signIn } from '../../support/api-session.js';
import { freePortBase } from '../../support/free-ports.js';
import { waitFor } from '../../support/wait-for.js';

/** Generous: test files share the machine. */
const START_LIMIT_MS = 90_000;

let dataDir: string;
let portBase: number;
let running: ChildProcess | undefined;
let words = '';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'clinic-npm-start-'));
  portBase = await freePortBase();
});
afterAll(async () => {
  running?.kill('SIGTERM');
  await waitFor(() => !running || running.exitCode !== null || running.signalCode !== null, {
    timeoutMs: 20_000,
    describe: 'the end',
  });
  rmSync(dataDir, { recursive: true, force: true });
});

const cardFile = () => join(dataDir, 'stack.json');
const readCard = () => JSON.parse(readFileSync(cardFile(), 'utf8')) as StackCard;

async function start(): Promise<StackCard> {
  words = '';
  const args = ['bin/start.mjs', '--port-base', String(portBase), '--data-dir', dataDir];
  running = spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [running.stdout, running.stderr])
    stream?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  await waitFor(() => words.includes('Ready after') || running?.exitCode !== null, {
    timeoutMs: START_LIMIT_MS,
    describe: 'the stack',
  });
  if (!existsSync(cardFile())) throw new Error(words);
  return readCard();
}

const sessionIds = async (card: StackCard): Promise<string[]> => {
  const desk = card.signIns.find(({ role }) => role === 'SECRETARY')!;
  const session = await signIn(card.api, desk.email, desk.password);
  const { body } = await session.get<{ items: { id: string }[] }>('/sessions?limit=200');
  return body.items.map(({ id }) => id);
};

test(
  'the stack keeps everything over a kill of all its processes, brings back one that dies, and stops without a trace',
  async () => {
    const first = await start();
    expect(statSync(cardFile()).mode & 0o777).toBe(0o600);
    expect(words).toContain(`Open this  →  ${String(first.simulator)}`);
    const page = await fetch(String(first.simulator));
    expect({ status: page.status, type: page.headers.get('content-type') }).toMatchObject({
      status: 200,
      type: expect.stringContaining('text/html'),
    });
    const seeded = await sessionIds(first);
    expect(seeded.length).toBeGreaterThan(5);
    for (const pid of Object.values(first.pids)) process.kill(pid, 'SIGKILL');
    await waitFor(() => running?.signalCode === 'SIGKILL', { describe: 'the end of the supervisor' });

    const second = await start();
    expect(await sessionIds(second)).toEqual(seeded);
    expect(second.slackUsers).toEqual(first.slackUsers);
    expect(Object.keys(second.pids)).toContain('simulator');

    process.kill(second.pids.bots!, 'SIGKILL');
    await waitFor(() => readCard().pids.bots !== second.pids.bots, { describe: 'new bots on the card' });
    expect(words).toContain('bots ended (SIGKILL); starting it again');

    const pids = Object.values(readCard().pids);
    running?.kill('SIGINT');
    running?.kill('SIGINT');
    await waitFor(() => running?.exitCode !== null, { timeoutMs: 20_000, describe: 'a clean stop' });
    expect(running?.exitCode).toBe(0);
    expect(existsSync(cardFile())).toBe(false);
    expect(pids.map(commandLine)).toEqual(pids.map(() => ''));
  },
  2 * START_LIMIT_MS + 40_000,
);
