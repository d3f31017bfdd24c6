import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { cachedPath, openCache, runBuilder } from './build-cache.js';
import { PROJECT_ROOT } from './supervisor/entry.js';

const PREFIX = 'workflow-bundle-';
const SOURCES = ['workflows', 'domain', 'platform/temporal', 'package-lock.json'];

/**
 * The workflows' bundle as a file in the data directory, so that a worker that is started again need not build it; from
 * the cache where nothing has changed. Throws `StartFailure`.
 */
export async function prepareWorkflowBundle(dataDir: string): Promise<string> {
  const cached = `${cachedPath(PREFIX, SOURCES)}.js`;
  if (!existsSync(cached)) {
    openCache(PREFIX);
    const main = join(PROJECT_ROOT, 'dev', 'workflow-bundle', 'main.ts');
    await runBuilder('The workflows’ bundle', ['--import', 'tsx', main, cached]);
  }
  const file = join(dataDir, 'workflow-bundle.js');
  copyFileSync(cached, file);
  return file;
}
