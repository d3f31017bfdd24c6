import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from '../failure.js';
import { PROJECT_ROOT } from '../supervisor/entry.js';

const run = promisify(execFile);
const PAGE = 'dev/simulator/page';
const SOURCES = [PAGE, 'package-lock.json'];
const PREFIX = 'simulator-page-';
const KEEP_MS = 24 * 3_600_000;

/**
 * The folder of the built page, with its `index.html`. Built pages are cached by the hash of what goes into them. Throws
 * `StartFailure` with the builder's own words.
 */
export async function buildPage(): Promise<string> {
  const cache = join(PROJECT_ROOT, '.cache');
  const folder = join(cache, `${PREFIX}${sourceHash()}`);
  if (existsSync(join(folder, 'index.html'))) return folder;
  mkdirSync(cache, { recursive: true });
  forgetOld(cache);
  const unfinished = `${folder}.${process.pid}`;
  try {
    await build(unfinished);
    putInPlace(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

async function build(outDir: string): Promise<void> {
  const vite = join(PROJECT_ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  /** Nothing is inlined: the page's policy allows no inline script and no font or style from elsewhere. */
  const options = ['--outDir', outDir, '--emptyOutDir', '--assetsInlineLimit', '0', '--logLevel', 'error'];
  try {
    await run(process.execPath, [vite, 'build', PAGE, ...options], { cwd: PROJECT_ROOT, env: cleanEnvironment() });
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    const words = stderr?.trim() || stdout?.trim() || String(error);
    throw new StartFailure(`The simulator’s page could not be built:\n${words.split('\n').slice(-15).join('\n')}`);
  }
}

/** Whole or not at all; where another process was faster, its page is as good. */
function putInPlace(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'index.html'))) throw error;
  }
}

function sourceHash(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const full = join(PROJECT_ROOT, path);
    if (statSync(full).isDirectory()) for (const entry of readdirSync(full).sort()) add(join(path, entry));
    else hash.update(path).update(readFileSync(full));
  };
  SOURCES.forEach(add);
  return hash.digest('hex').slice(0, 16);
}

function forgetOld(cache: string): void {
  for (const entry of readdirSync(cache)) {
    if (!entry.startsWith(PREFIX)) continue;
    const path = join(cache, entry);
    if (Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Options of the process that asks, such as Jest's, are not for the one that builds. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, ...rest } = process.env;
  return rest;
}
