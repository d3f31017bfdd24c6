import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { StartFailure } from '../../../dev/failure.js';
import { launch } from '../../../dev/supervisor/launch.js';
import { cleanLeftovers, commandLine, writePidsFile } from '../../../dev/supervisor/leftovers.js';
import { createSupervisor, type Supervised, type Supervisor } from '../../../dev/supervisor/supervisor.js';
import { waitFor } from '../../support/wait-for.js';

let folder: string;
let events: string[];
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-supervisor-'));
  events = [];
  const pidsFile = join(folder, 'pids.json');
  supervisor = createSupervisor({ pidsFile, onEvent: (line) => void events.push(line), onChange: () => undefined });
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(folder, { recursive: true, force: true });
});

function sleeper(name: string, script = 'setInterval(() => {}, 1000)'): Supervised {
  const mark = `--mark=${folder}/${name}`;
  const args = ['-e', script, '--', mark];
  const spec = { name, command: process.execPath, args, logFile: join(folder, `${name}.log`) };
  return { name, mark, spec, readyTimeoutMs: 5_000, isReady: async (running) => commandLine(running.pid) !== '' };
}

test('starts again what dies, says so, and leaves nothing behind', async () => {
  await supervisor.start(sleeper('one'));
  const first = supervisor.pids().one!;
  process.kill(first, 'SIGKILL');
  const second = await waitFor(() => supervisor.pids().one !== first && supervisor.pids().one, {
    describe: 'a new process',
  });
  expect(events).toEqual(['one ended (SIGKILL); starting it again in 0.25 s']);
  await supervisor.start(sleeper('two'));
  expect(JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8'))).toMatchObject([
    { name: 'supervisor', pid: process.pid },
    { name: 'two' },
    { name: 'one', pid: second },
  ]);
  const two = supervisor.pids().two!;
  await supervisor.stopAll();
  expect([commandLine(second), commandLine(two)]).toEqual(['', '']);
});

test('stops in the reverse order of first starts, whatever was started again since', async () => {
  const [server, client] = [sleeper('server'), sleeper('client')];
  await supervisor.start(server);
  await supervisor.start(client);
  await supervisor.kill('server');
  await supervisor.start(server);
  const names = (JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8')) as { name: string }[]).map(
    ({ name }) => name,
  );
  expect(names).toEqual(['supervisor', 'client', 'server']);
});

test('waits longer each time for what keeps dying', async () => {
  await supervisor.start(sleeper('brief', 'setTimeout(() => process.exit(3), 400)'));
  await waitFor(() => events.length >= 2, { describe: 'two restarts' });
  expect(events[0]).toContain('exit code 3');
  expect(events.slice(0, 2).map((line) => line.split(' in ')[1])).toEqual(['0.25 s', '0.5 s']);
});

test('a process that ends while starting is a plain failure with the end of its log', async () => {
  const failing = {
    ...sleeper('broken', 'console.error("no such table"); process.exit(1)'),
    isReady: async () => false,
  };
  const failure = await supervisor.start(failing).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StartFailure);
  expect((failure as Error).message).toContain('no such table');
});

test('what was killed on purpose stays away until it is started', async () => {
  const one = sleeper('one');
  await supervisor.start(one);
  await supervisor.kill('one');
  expect(supervisor.pids()).toEqual({});
  await supervisor.start(one);
  expect(Object.keys(supervisor.pids())).toEqual(['one']);
});

test('a killed supervisor’s processes are stopped, and a stranger with the same number is not', async () => {
  const leftover = sleeper('left');
  const stranger = sleeper('stranger');
  const running = await launch(leftover.spec);
  const other = await launch(stranger.spec);
  const file = join(folder, 'old-pids.json');
  writePidsFile(file, [
    { name: 'left', pid: running.pid, command: leftover.mark },
    { name: 'api', pid: other.pid, command: '--mark=/somewhere/else' },
  ]);
  expect(await cleanLeftovers(file)).toEqual(['left']);
  // The number is free a moment before its parent hears of the end.
  await waitFor(() => running.hasExited(), { describe: 'the leftover to end' });
  expect(other.hasExited()).toBe(false);
  await other.stop();
});
