import { StartFailure } from '../failure.js';
import { launch, type ProcessSpec, type RunningProcess } from './launch.js';
import { commandLine, SUPERVISOR, writePidsFile, type Leftover } from './leftovers.js';
import { waitReady } from './wait-ready.js';

export interface Supervised {
  /** Short name, as in the stack's card: api, worker, postgres. */
  name: string;
  spec: ProcessSpec;
  /** A part of the command line that tells this process from any other. */
  mark: string;
  isReady(running: RunningProcess): Promise<boolean>;
  readyTimeoutMs: number;
  /** Runs before each start after the first. */
  beforeRestart?(): Promise<void>;
}

export interface Supervisor {
  /** Starts a process, waits until it is ready, and from then on starts it again whenever it dies. */
  start(process: Supervised): Promise<void>;
  pids(): Record<string, number>;
  /** Stops one until `start` is called with it again. */
  stop(name: string): Promise<void>;
  /** Kills one without a word; it is not started again until `start`. */
  kill(name: string): Promise<void>;
  /** Stops everything, last started first. */
  stopAll(): Promise<void>;
}

export interface SupervisorOptions {
  pidsFile: string;
  onEvent: (line: string) => void;
  /** The list of processes has changed. */
  onChange: () => void;
}

const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 5_000;
const HEALTHY_AFTER_MS = 30_000;

interface Entry {
  process: Supervised;
  running: RunningProcess;
  stopping: boolean;
  wake?: () => void;
  restarting?: Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const entries = new Map<string, Entry>();
  /** In the order of first starts, which is kept for stopping whatever was started again since. */
  const started = new Set<string>();
  let closed = false;

  const changed = (): void => {
    const list = [...started].reverse().flatMap((name): Leftover[] => {
      const entry = entries.get(name);
      return entry ? [{ name, pid: entry.running.pid, command: entry.process.mark }] : [];
    });
    writePidsFile(options.pidsFile, [ownEntry(), ...list]);
    options.onChange();
  };

  async function watch(entry: Entry): Promise<void> {
    const { name } = entry.process;
    let backoffMs = FIRST_BACKOFF_MS;
    while (!entry.stopping) {
      const { code, signal } = await entry.running.exited;
      if (entry.stopping) return;
      if (Date.now() - entry.running.startedAt >= HEALTHY_AFTER_MS) backoffMs = FIRST_BACKOFF_MS;
      options.onEvent(`${name} ended (${signal ?? `exit code ${code}`}); starting it again in ${backoffMs / 1000} s`);
      await pause(entry, backoffMs);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      entry.restarting = restart(entry);
      await entry.restarting;
    }
  }

  async function restart(entry: Entry): Promise<void> {
    if (entry.stopping) return;
    try {
      await entry.process.beforeRestart?.();
      entry.running = await launch(entry.process.spec);
      changed();
    } catch (error) {
      options.onEvent(
        `${entry.process.name} could not be started: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async function end(name: string, how: (running: RunningProcess) => Promise<unknown>): Promise<void> {
    const entry = entries.get(name);
    if (!entry) return;
    entry.stopping = true;
    entry.wake?.();
    await entry.restarting;
    await how(entry.running);
    entries.delete(name);
    changed();
  }

  const stop = (name: string): Promise<void> => end(name, (running) => running.stop());
  const kill = (name: string): Promise<void> =>
    end(name, (running) => {
      if (!running.hasExited()) process.kill(running.pid, 'SIGKILL');
      return running.exited;
    });

  return {
    async start(supervised) {
      if (entries.has(supervised.name)) return;
      if (started.has(supervised.name)) await supervised.beforeRestart?.();
      started.add(supervised.name);
      if (closed) throw new StartFailure('The stack is being stopped.');
      const running = await launch(supervised.spec).catch((error: Error) => {
        throw new StartFailure(`${supervised.name} could not be started: ${error.message}`);
      });
      const entry: Entry = { process: supervised, running, stopping: false };
      entries.set(supervised.name, entry);
      changed();
      await waitReady(supervised.spec, running, () => supervised.isReady(running), supervised.readyTimeoutMs);
      void watch(entry);
    },
    pids: () => Object.fromEntries([...entries].map(([name, { running }]) => [name, running.pid])),
    stop,
    kill,
    async stopAll() {
      closed = true;
      for (const name of [...started].reverse()) await stop(name);
    },
  };
}

function pause(entry: Entry, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    entry.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** The next start looks whether this process is still there before it takes the rest for leftovers. */
function ownEntry(): Leftover {
  return { name: SUPERVISOR, pid: process.pid, command: commandLine(process.pid) };
}
