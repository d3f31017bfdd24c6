import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** As in pom.xml beside this file. */
const VERSION = '1.32.1';
const FETCH_TIMEOUT_MS = 180_000;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/**
 * A program that runs Temporal's test server, which skips time; null on a machine without Java, or without Maven to fetch it
 * the first time. It goes into the cache beside the real server.
 */
export async function timeSkippingServer(): Promise<string | null> {
  if (!(await works('java', '-version'))) return null;
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'clinic-sessions');
  const folder = join(cache, `time-skipping-server-${VERSION}`);
  const program = join(folder, 'server');
  if (existsSync(program)) return program;
  if (!(await works('mvn', '-v'))) return null;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpack-'));
  try {
    const pom = fileURLToPath(new URL('./pom.xml', import.meta.url));
    const args = ['-q', '-B', '-f', pom, COPY, `-DoutputDirectory=${join(work, 'lib')}`, '-DincludeScope=runtime'];
    await run('mvn', args, { timeout: FETCH_TIMEOUT_MS });
    const script = `#!/bin/sh\nexec java -cp '${folder}/lib/*' io.temporal.testserver.TestServer "$@"\n`;
    writeFileSync(join(work, 'server'), script, { mode: 0o755 });
    if (!existsSync(folder)) renameSync(work, folder);
    return program;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function works(program: string, ...args: string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false,
  );
}
