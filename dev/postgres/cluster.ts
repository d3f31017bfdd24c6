import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StartFailure } from '../failure.js';
import { stopLeftover } from '../supervisor/leftovers.js';
import { SHARED_FOLDER } from './binaries.js';
import { canReach, type UnixUser } from './unix-user.js';

const run = promisify(execFile);
const ORPHAN_GRACE_MS = 5_000;

/**
 * The cluster's folder: inside the data directory, or, where the user `postgres` cannot get there (a clone below a
 * folder that only root may enter), in a shared one named after it, with a note of that in the data directory.
 */
export function clusterFolder(dataDir: string, user: UnixUser | undefined): string {
  const inside = join(resolve(dataDir), 'postgres');
  if (canReach(inside, user)) return inside;
  const outside = join(SHARED_FOLDER, 'clusters', createHash('sha256').update(inside).digest('hex').slice(0, 16));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'postgres-is-elsewhere.txt'), `${outside}\n`);
  return outside;
}

/** Makes the cluster on first use; the superuser is `postgres` with the given password. */
export async function initialiseCluster(options: {
  binaries: string;
  folder: string;
  user: UnixUser | undefined;
  password: string;
}): Promise<void> {
  const { binaries, folder, user } = options;
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  /** What a first start that was cut short has left. */
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { mode: 0o700 });
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [
    `--pgdata=${folder}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await run(join(binaries, 'bin', 'initdb'), args, { ...user, cwd: '/' });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const words = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw new StartFailure(`PostgreSQL's initdb failed: ${words.split('\n').slice(-3).join(' ')}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Makes sure that nothing holds the folder: a postmaster that outlived its supervisor is stopped, after a look at what
 * it is. The number in `postmaster.pid` can belong to a killed process that nobody has reaped (a container without an
 * init), which PostgreSQL takes for alive; once no process works in the folder any more, the file is removed.
 */
export async function freeCluster(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  await stopLeftover({ name: 'postgres', pid, command: folder }, 'SIGINT');
  if (process.platform !== 'linux') return;
  const insistAt = Date.now() + ORPHAN_GRACE_MS;
  for (let orphans = processesIn(folder); orphans.length > 0; orphans = processesIn(folder)) {
    if (Date.now() > insistAt) for (const orphan of orphans) process.kill(orphan, 'SIGKILL');
    await delay(50);
  }
  rmSync(pidFile, { force: true });
}

/** Backends work in the cluster's folder, and outlive a killed postmaster for a moment. */
function processesIn(folder: string): number[] {
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readlinkSync(`/proc/${entry}/cwd`) === real;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Root's data directory is passed through by the user `postgres`, who may not list it. */
export function letThrough(dataDir: string, user: UnixUser | undefined): void {
  mkdirSync(dataDir, { recursive: true, mode: user ? 0o711 : 0o700 });
  if (user) chmodSync(dataDir, 0o711);
}
