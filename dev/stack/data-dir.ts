import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartFailure } from '../failure.js';
import { cleanLeftovers, livingSupervisor } from '../supervisor/leftovers.js';

export const CARD_FILE = 'stack.json';
export const PIDS_FILE = 'pids.json';
const MARKER_FILE = 'clinic-sessions-stack';

/**
 * Takes the data directory for this run: nobody else may be running on it, what a killed run has left is stopped, and the
 * old card goes first of all. `fresh` forgets everything in it.
 */
export async function openDataDir(options: {
  dataDir: string;
  fresh: boolean;
  onProgress: (line: string) => void;
}): Promise<string> {
  const dataDir = resolve(options.dataDir);
  makeFolder(dataDir);
  const pidsFile = join(dataDir, PIDS_FILE);
  const running = livingSupervisor(pidsFile);
  if (running !== undefined) {
    throw new StartFailure(
      `A stack is already running on ${dataDir} (process ${running}): stop it first, or choose another folder with --data-dir.`,
    );
  }
  rmSync(join(dataDir, CARD_FILE), { force: true });
  const stopped = await cleanLeftovers(pidsFile);
  if (stopped.length > 0) options.onProgress(`Stopped what an earlier run has left: ${stopped.join(', ')}`);
  if (options.fresh) forget(dataDir);
  mkdirSync(join(dataDir, 'logs', 'stand-ins'), { recursive: true, mode: 0o711 });
  writeFileSync(join(dataDir, MARKER_FILE), 'Data of the embedded stack; made by `npm start`.\n');
  return dataDir;
}

/** One level at a time: Node's own `recursive` never ends where a file system makes no folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return;
    throw new StartFailure(`${folder} is not a folder: choose another one with --data-dir.`);
  }
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o711 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new StartFailure(`${folder} cannot be made (${code}): choose another folder with --data-dir.`);
  }
}

function forget(dataDir: string): void {
  const entries = readdirSync(dataDir);
  if (entries.length > 0 && !entries.includes(MARKER_FILE)) {
    throw new StartFailure(
      `--fresh would empty ${dataDir}, which holds something else: choose another folder with --data-dir.`,
    );
  }
  const elsewhere = join(dataDir, 'postgres-is-elsewhere.txt');
  if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
  for (const entry of entries) rmSync(join(dataDir, entry), { recursive: true, force: true });
}
