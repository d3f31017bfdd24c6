import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, install, root } from './install.mjs';

/**
 * `npm test`: installs what is missing, checks style, format and types, and runs Jest against one PostgreSQL and one
 * Temporal server for the run. Further arguments go to Jest; `--only-jest` leaves the checks out. The last line counts
 * everything.
 */
const GRACE_MS = 30_000;
const children = new Set();
const argv = process.argv.slice(2);
const onlyJest = argv.includes('--only-jest');
const jestArgs = argv.filter((argument) => argument !== '--only-jest');
const bin = (name) => join(root, 'node_modules', name);

await install();
const work = mkdtempSync(join(tmpdir(), 'clinic-test-'));
let stopServers = async () => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void abandon());

const totals = { passed: 0, failed: 0, skipped: 0 };
try {
  if (!onlyJest) {
    await check('types', [bin('typescript/bin/tsc'), '--noEmit']);
    for (const page of ['dev/simulator/page', 'web']) {
      await check(`types of ${page}`, [bin('typescript/bin/tsc'), '--noEmit', '-p', page]);
    }
    await check('style', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']);
    await check('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']);
  }
  const servers = await startServers();
  stopServers = servers.stop;
  await jest(servers.env);
} catch (error) {
  totals.failed += 1;
  console.error(error);
} finally {
  await stopServers();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 ? 1 : 0);

async function check(name, args) {
  const startedAt = Date.now();
  const { code } = await run(args, {});
  totals[code === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds(startedAt)} s)`);
}

async function startServers() {
  const { register } = await import('tsx/esm/api');
  register();
  const [{ startPostgres }, { startTemporal }, { freePort }] = await Promise.all([
    import('../dev/postgres.ts'),
    import('../dev/temporal.ts'),
    import('../tests/support/free-ports.ts'),
  ]);
  const { TEST_DATABASE_URL, TEST_TEMPORAL_ADDRESS } = process.env;
  const namespace = 'test';
  const started = [];
  if (!TEST_DATABASE_URL) {
    started.push(startPostgres({ dataDir: join(work, 'database'), port: await freePort(), throwaway: true }));
  }
  if (!TEST_TEMPORAL_ADDRESS) {
    const options = { dataDir: join(work, 'temporal'), port: await freePort(), namespace, inMemory: true };
    started.push(startTemporal({ ...options, onProgress: console.log }));
  }
  const results = await Promise.allSettled(started);
  const servers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => void (await Promise.all(servers.map((server) => server.stop())));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    fail(failed.reason.message);
  }
  return {
    stop,
    env: {
      TEST_DATABASE_URL: TEST_DATABASE_URL ?? servers.find((server) => server.superuserUrl)?.superuserUrl,
      TEST_TEMPORAL_ADDRESS: TEST_TEMPORAL_ADDRESS ?? servers.find((server) => server.address)?.address,
      TEST_TEMPORAL_NAMESPACE: process.env.TEST_TEMPORAL_NAMESPACE ?? (TEST_TEMPORAL_ADDRESS ? 'default' : namespace),
    },
  };
}

async function jest(env) {
  const report = join(work, 'jest.json');
  const args = ['--experimental-vm-modules', '--no-warnings', bin('jest/bin/jest.js')];
  const outcome = await run([...args, '--json', `--outputFile=${report}`, ...jestArgs], env, report);
  if (!existsSync(report)) throw new Error(`Jest ended (${outcome.signal ?? outcome.code}) without a report.`);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  totals.skipped += result.numPendingTests + result.numTodoTests;
  if (outcome.hung || outcome.leaked) {
    console.error('FAILED: tests have left something open (see Jest’s words above).');
    totals.failed += 1;
  } else if (outcome.code !== 0 && totals.failed === 0) {
    console.error(`FAILED: Jest ended with code ${outcome.code}.`);
    totals.failed += 1;
  }
}

/** Runs a Node program. One that wrote its report and does not end has left something open; it is ended. */
function run(args, env, report) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', report ? 'ignore' : 'inherit', report ? 'pipe' : 'inherit'],
    });
    children.add(child);
    let words = '';
    child.stderr?.on('data', (chunk) => {
      process.stderr.write(chunk);
      words = (words + chunk).slice(-20_000);
    });
    let reportedAt;
    const watch = setInterval(() => {
      if (reportedAt === undefined && report && existsSync(report)) reportedAt = Date.now();
      if (reportedAt !== undefined && Date.now() - reportedAt > GRACE_MS) child.kill('SIGKILL');
    }, 500);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      children.delete(child);
      const hung = signal === 'SIGKILL' && reportedAt !== undefined;
      resolve({ code, signal, hung, leaked: words.includes('failed to exit gracefully') });
    });
  });
}

async function abandon() {
  for (const child of children) child.kill('SIGTERM');
  await stopServers();
  rmSync(work, { recursive: true, force: true });
  process.exit(130);
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
