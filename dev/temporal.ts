import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch, type ProcessSpec, type RunningProcess } from './supervisor/launch.js';
import { waitReady } from './supervisor/wait-ready.js';
import { temporalBinary } from './temporal/binary.js';
import { registerSearchAttributes, SEARCH_ATTRIBUTES } from './temporal/search-attributes.js';

export interface TemporalOptions {
  dataDir: string;
  port: number;
  /** Without it the server has no web interface. */
  uiPort?: number;
  namespace: string;
  logFile?: string;
  /** Nothing is kept: for tests. */
  inMemory?: boolean;
  onProgress?: (line: string) => void;
}

export interface PreparedTemporal {
  spec: ProcessSpec;
  address: string;
  /** A part of the command line that no other process has. */
  mark: string;
  isReady(): Promise<boolean>;
}

const READY_TIMEOUT_MS = 30_000;

/** Everything short of starting it: the program (fetched where missing) and its command line. */
export async function prepareTemporal(options: TemporalOptions): Promise<PreparedTemporal> {
  const dataDir = resolve(options.dataDir);
  const command = await temporalBinary(options.onProgress);
  mkdirSync(dataDir, { recursive: true });
  const address = `127.0.0.1:${options.port}`;
  return {
    address,
    mark: `server start-dev --ip 127.0.0.1 --port ${options.port}`,
    isReady: () => knowsNamespace(address, options.namespace),
    spec: {
      name: 'Temporal',
      command,
      args: [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
        ...(options.uiPort ? ['--ui-port', String(options.uiPort)] : ['--headless']),
        ...(options.inMemory ? [] : ['--db-filename', join(dataDir, 'temporal.sqlite')]),
        ...['--namespace', options.namespace, '--log-level', 'error'],
        ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
      ],
      logFile: options.logFile ?? join(dataDir, 'logs', 'temporal.log'),
      stopDeadlineMs: 10_000,
    },
  };
}

/** Starts a Temporal dev server on its own, without a supervisor, and waits until its namespace is there. */
export async function startTemporal(
  options: TemporalOptions,
): Promise<{ address: string; pid: number; process: RunningProcess; stop(): Promise<void> }> {
  const prepared = await prepareTemporal(options);
  const running = await launch(prepared.spec);
  try {
    await waitReady(prepared.spec, running, prepared.isReady, READY_TIMEOUT_MS);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { address: prepared.address, pid: running.pid, process: running, stop: () => running.stop() };
}

/** A namespace from before an attribute was thought of is given it. */
async function knowsNamespace(address: string, namespace: string): Promise<boolean> {
  await registerSearchAttributes(address, namespace);
  return true;
}
