import { fork } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { FromServer, ToServer } from './messages.js';

export interface Download {
  seconds: number;
  firstByteMs: number;
  bytes: number;
  /** By how much the server's resident memory rose, megabytes. */
  risenMb: number;
}

/** A server in a process of its own that sends a file. */
export interface ExportServer extends AsyncDisposable {
  origin: string;
  /** Reads all of it and keeps nothing. */
  download(path: string, headers?: Record<string, string>): Promise<Download>;
  [Symbol.asyncDispose](): Promise<void>;
}

const MEGABYTE = 1_048_576;

export async function startServer(file: 'product' | 'plain', databaseUrl: string): Promise<ExportServer> {
  const path = fileURLToPath(new URL(`serve-${file}.ts`, import.meta.url));
  const child = fork(path, { execArgv: ['--import', 'tsx'], env: { ...process.env, BENCH_DATABASE_URL: databaseUrl } });
  const say = (message: ToServer): void => void child.send(message);
  const next = async <K extends FromServer['kind']>(kind: K) => {
    const [message] = (await once(child, 'message')) as [FromServer];
    if (message.kind !== kind) throw new Error(`the ${file} server said ${message.kind}`);
    return message as Extract<FromServer, { kind: K }>;
  };
  const { origin } = await next('listening');
  return {
    origin,
    async download(to, headers = {}) {
      say({ kind: 'watch' });
      const read = await readAll(origin + to, headers);
      say({ kind: 'report' });
      return { ...read, risenMb: (await next('memory')).risenBytes / MEGABYTE };
    },
    async [Symbol.asyncDispose]() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function readAll(url: string, headers: Record<string, string>): Promise<Omit<Download, 'risenMb'>> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (answer) => {
      let [firstByteMs, bytes] = [0, 0];
      answer.on('data', (part: Buffer) => {
        firstByteMs ||= performance.now() - startedAt;
        bytes += part.length;
      });
      answer.on('error', reject).on('end', () => {
        if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`));
        resolve({ seconds: (performance.now() - startedAt) / 1_000, firstByteMs, bytes });
      });
    }).on('error', reject);
  });
}
