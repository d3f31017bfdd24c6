import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from './failure.js';
import { PROJECT_ROOT } from './supervisor/entry.js';

const run = promisify(execFile);
const SOURCES = ['workflows', 'domain', 'platform/temporal', 'package-lock.json'];
const KEEP_MS = 24 * 3_600_000;

/**
 * The workflows' bundle as a file in the data directory, so that a worker that is started again need not build it.
 * Built bundles are cached by the hash of what goes into them.
 */
export async function prepareWorkflowBundle(dataDir: string): Promise<string> {
  const cache = join(PROJECT_ROOT, '.cache');
  const cached = join(cache, `workflow-bundle-${sourceHash()}.js`);
  if (!existsSync(cached)) {
    mkdirSync(cache, { recursive: true });
    forgetOld(cache);
    const main = join(PROJECT_ROOT, 'dev', 'workflow-bundle', 'main.ts');
    try {
      await run(process.execPath, ['--import', 'tsx', main, cached], { cwd: PROJECT_ROOT, env: cleanEnvironment() });
    } catch (error) {
      const words = (error as { stderr?: string }).stderr ?? String(error);
      throw new StartFailure(
        `The workflows could not be bundled:\n${words.trimEnd().split('\n').slice(-15).join('\n')}`,
      );
    }
  }
  const file = join(dataDir, 'workflow-bundle.js');
  copyFileSync(cached, file);
  return file;
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
    if (!entry.startsWith('workflow-bundle-')) continue;
    const path = join(cache, entry);
    if (Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { force: true });
  }
}

/** Options of the process that asks, such as Jest's, are not for the one that builds. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
}
