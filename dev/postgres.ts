import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { postgresBinaries } from './postgres/binaries.js';
import { clusterFolder, freeCluster, initialiseCluster, letThrough } from './postgres/cluster.js';
import { postgresUser } from './postgres/unix-user.js';
import { launch, type ProcessSpec, type RunningProcess } from './supervisor/launch.js';
import { waitReady } from './supervisor/wait-ready.js';

export interface PostgresOptions {
  dataDir: string;
  port: number;
  logFile?: string;
  /** For a cluster that is thrown away: nothing is written through to the disk. */
  throwaway?: boolean;
}

export interface PreparedPostgres {
  spec: ProcessSpec;
  superuserUrl: string;
  /** A part of the command line that no other process has. */
  mark: string;
  isReady(): Promise<boolean>;
}

const READY_TIMEOUT_MS = 60_000;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  /** Rows and statements in the log would be personal data. */
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};
const THROWAWAY_SETTINGS = { fsync: 'off', full_page_writes: 'off' };

/** Everything short of starting it: binaries, user, cluster, and a folder that no earlier postmaster holds. */
export async function preparePostgres(options: PostgresOptions): Promise<PreparedPostgres> {
  const dataDir = resolve(options.dataDir);
  const user = postgresUser();
  letThrough(dataDir, user);
  const binaries = postgresBinaries(user);
  const folder = clusterFolder(dataDir, user);
  const password = superuserPassword(dataDir);
  await freeCluster(folder);
  await initialiseCluster({ binaries, folder, user, password });
  const settings = { ...SETTINGS, ...(options.throwaway ? THROWAWAY_SETTINGS : {}) };
  const superuserUrl = `postgresql://postgres:${password}@127.0.0.1:${options.port}/postgres`;
  return {
    superuserUrl,
    mark: folder,
    isReady: () => answers(superuserUrl),
    spec: {
      name: 'PostgreSQL',
      command: join(binaries, 'bin', 'postgres'),
      args: [
        ...['-D', folder, '-p', String(options.port)],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      cwd: '/',
      env: { LC_ALL: 'C' },
      logFile: options.logFile ?? join(dataDir, 'logs', 'postgres.log'),
      stopSignal: 'SIGINT',
      ...user,
    },
  };
}

/** Starts an embedded PostgreSQL 18 on its own, without a supervisor, and waits until it takes connections. */
export async function startPostgres(
  options: PostgresOptions,
): Promise<{ superuserUrl: string; pid: number; process: RunningProcess; stop(): Promise<void> }> {
  const prepared = await preparePostgres(options);
  const running = await launch(prepared.spec);
  try {
    await waitReady(prepared.spec, running, prepared.isReady, READY_TIMEOUT_MS);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { superuserUrl: prepared.superuserUrl, pid: running.pid, process: running, stop: () => running.stop() };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function superuserPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
