import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Makes a fresh clone runnable: the packages of package-lock.json and the Prisma client. Plain JavaScript without
 * packages, because there may be none yet.
 */
export async function install() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  }
  if (!isInstalled()) {
    console.log('Installing packages (npm ci) …');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const run = spawnSync(npm, ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (run.error) fail('npm was not found: install npm 10 or newer.');
    if (run.status !== 0)
      fail('The packages could not be installed: see npm’s words above; check the network, then start again.');
  }
  const { generateClient } = await import('../prisma/generate.mjs');
  if (generateClient()) console.log('Prisma client generated.');
}

/** Whether node_modules holds what the lock file asks for, by npm's own record of what it has installed. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || present[path]?.version === entry.version,
  );
}

export function fail(sentence) {
  console.error(`Cannot go on: ${sentence}`);
  process.exit(1);
}
