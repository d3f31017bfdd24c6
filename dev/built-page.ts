import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedPath, openCache, runBuilder } from './build-cache.js';
import { PROJECT_ROOT } from './supervisor/entry.js';

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
 * The folder of the built page, with its `index.html`, from the cache where nothing has changed. Throws `StartFailure` with
 * the builder's own words.
 */
export async function builtPage(source: PageSource): Promise<string> {
  const folder = cachedPath(source.prefix, [source.root, ...source.more]);
  if (existsSync(join(folder, 'index.html'))) return folder;
  openCache(source.prefix);
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
  // Nothing is inlined: pages allow no inline script, and no font or style from elsewhere.
  const options = ['--outDir', outDir, '--emptyOutDir', '--assetsInlineLimit', '0', '--logLevel', 'error'];
  await runBuilder(`The ${name}`, [vite, 'build', root, ...options]);
}

/** Whole or not at all; where another process was faster, its page is as good. */
function putInPlace(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'index.html'))) throw error;
  }
}
