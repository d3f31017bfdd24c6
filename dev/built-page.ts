import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from './failure.js';
import { PROJECT_ROOT } from './supervisor/entry.js';

const run = promisify(execFile);
/** Longer than a stack that serves one is left running. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** A page that Vite builds; paths are relative to the project. */
export interface PageSource {
  /** As a person knows it, for the words of a failure. */
  name: string;
  /** Where its `index.html` is. */
  root: string;
  /** All that goes into it besides. */
  more: readonly string[];
  /** What the folders of its built forms begin with. */
  prefix: string;
}

/**
 * The folder of the built page, with its `index.html`. Built pages are cached by the hash of what goes into them. Throws
 * `StartFailure` with the builder's own words.
 */
export async function builtPage(source: PageSource): Promise<string> {
  const cache = join(PROJECT_ROOT, '.cache');
  const folder = join(cache, `${source.prefix}${sourceHash(source)}`);
  if (existsSync(join(folder, 'index.html'))) return folder;
  mkdirSync(cache, { recursive: true });
  forgetOld(cache, source.prefix);
  const unfinished = `${folder}.${process.pid}`;
  try {
    await buildPageInto(source, unfinished);
    putInPlace(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Builds into a folder, which is emptied before. Throws `StartFailure`. */
export async function buildPageInto({ name, root }: PageSource, outDir: string): Promise<void> {
  const vite = join(PROJECT_ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  /** Nothing is inlined: pages allow no inline script, and no font or style from elsewhere. */
  const options = ['--outDir', outDir, '--emptyOutDir', '--assetsInlineLimit', '0', '--logLevel', 'error'];
  try {
    await run(process.execPath, [vite, 'build', root, ...options], { cwd: PROJECT_ROOT, env: cleanEnvironment() });
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    const words = stderr?.trim() || stdout?.trim() || String(error);
    throw new StartFailure(`The ${name} could not be built:\n${words.split('\n').slice(-15).join('\n')}`);
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

function sourceHash({ root, more }: PageSource): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const full = join(PROJECT_ROOT, path);
    if (statSync(full).isDirectory()) for (const entry of readdirSync(full).sort()) add(join(path, entry));
    else hash.update(path).update(readFileSync(full));
  };
  [root, ...more].forEach(add);
  return hash.digest('hex').slice(0, 16);
}

function forgetOld(cache: string, prefix: string): void {
  for (const entry of readdirSync(cache)) {
    if (!entry.startsWith(prefix)) continue;
    const path = join(cache, entry);
    if (Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Options of the process that asks, such as Jest's, are not for the one that builds. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_ENV: _mode, ...rest } = process.env;
  return rest;
}
