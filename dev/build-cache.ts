import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from './failure.js';
import { PROJECT_ROOT } from './supervisor/entry.js';

const run = promisify(execFile);
/** Longer than a stack that uses one is left running. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** Where something built from these sources is kept, by their hash; paths are relative to the project. */
export function cachedPath(prefix: string, sources: readonly string[]): string {
  return join(PROJECT_ROOT, '.cache', `${prefix}${hashOf(sources)}`);
}

/** Makes room for a new one: what was built long ago is forgotten. */
export function openCache(prefix: string): void {
  const cache = join(PROJECT_ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  for (const entry of readdirSync(cache)) {
    if (!entry.startsWith(prefix)) continue;
    const path = join(cache, entry);
    if (Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Builds in a process of its own. Throws `StartFailure` with the last of the builder's words. */
export async function runBuilder(what: string, args: string[]): Promise<void> {
  // Options of the process that asks, such as Jest's, are not for the one that builds.
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, ...env } = process.env;
  try {
    await run(process.execPath, args, { cwd: PROJECT_ROOT, env });
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    const words = stderr?.trim() || stdout?.trim() || String(error);
    throw new StartFailure(`${what} could not be built:\n${words.split('\n').slice(-15).join('\n')}`);
  }
}

function hashOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const full = join(PROJECT_ROOT, path);
    if (!statSync(full).isDirectory()) return void hash.update(path).update(readFileSync(full));
    // What was built there by hand is no source.
    const entries = readdirSync(full).filter((entry) => entry !== 'dist');
    for (const entry of entries.sort()) add(join(path, entry));
  };
  sources.forEach(add);
  return hash.digest('hex').slice(0, 16);
}
