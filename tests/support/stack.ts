import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack, type StackOptions } from '../../dev/stack.js';
import type { StackCard } from '../../dev/stack/card.js';
import { freePortBase } from './free-ports.js';

export type ProcessName = 'api' | 'worker' | 'bots' | 'temporal' | 'postgres' | 'standIns' | 'mail' | 'simulator';

/** A whole clinic of its own, on free ports and in a folder that goes away with it. */
export interface TestStack extends AsyncDisposable {
  /** The card as it stands now. */
  card(): StackCard;
  stack: Stack;
  /** SIGKILL; the process stays away until `start`. */
  kill(name: ProcessName): Promise<void>;
  /** SIGKILL; the supervisor brings it back. */
  crash(name: ProcessName): void;
  /** An orderly stop; the process stays away until `start`. */
  stop(name: ProcessName): Promise<void>;
  /** Starts it again and waits until it is ready. */
  start(name: ProcessName): Promise<void>;
  /** SIGSTOP: it is there, and does not answer. */
  pause(name: ProcessName): void;
  resume(name: ProcessName): void;
  /** What the supervisor said. */
  events: string[];
}

/** Starts the same stack as `npm start`, without the simulator unless it is asked for; takes some seconds. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'clinic-stack-'));
  const events: string[] = [];
  const stack = await startStack({
    throwaway: true,
    simulator: false,
    portBase: options.portBase ?? (await freePortBase()),
    ...options,
    dataDir,
    onEvent: (line) => void events.push(line),
  });
  const { supervisor, processes } = stack;
  const signal = (name: ProcessName, what: NodeJS.Signals): void => {
    const pid = supervisor.pids()[name];
    if (pid === undefined) throw new Error(`${name} is not running.`);
    process.kill(pid, what);
  };
  return {
    stack,
    events,
    card: () => stack.card(),
    kill: (name) => supervisor.kill(name),
    crash: (name) => signal(name, 'SIGKILL'),
    stop: (name) => supervisor.stop(name),
    async start(name) {
      const known = processes[name];
      if (!known) throw new Error(`This stack has no ${name}.`);
      await supervisor.start(known);
    },
    pause: (name) => signal(name, 'SIGSTOP'),
    resume: (name) => signal(name, 'SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
