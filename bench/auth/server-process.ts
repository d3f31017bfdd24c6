import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Sample } from '../measure.js';
import type { FromServer, ToServer } from './messages.js';

export interface Answer {
  status: number;
  text: string;
}

/** A server in a process of its own, and the way to talk to it. */
export interface ServerProcess extends AsyncDisposable {
  get(path: string, headers: Record<string, string>): Promise<Answer>;
  post(path: string, body: object, headers: Record<string, string>): Promise<Answer>;
  /** Bare argon2 verifications in that process. */
  verify(total: number): Promise<Sample>;
}

export async function startServer(file: 'product' | 'plain', databaseUrl: string): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(`serve-${file}.ts`, import.meta.url));
  const child = fork(path, { execArgv: ['--import', 'tsx'], env: { ...process.env, BENCH_DATABASE_URL: databaseUrl } });
  const next = async <K extends FromServer['kind']>(kind: K) => {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the ${file} server ended with ${String(code)}`);
    });
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [FromServer];
    if (message.kind !== kind) throw new Error(`the ${file} server said ${message.kind}`);
    return message as Extract<FromServer, { kind: K }>;
  };
  const { origin } = await next('listening');
  const agent = new Agent({ keepAlive: true });
  return {
    get: (to, headers) => send(agent, 'GET', origin + to, headers),
    post: (to, body, headers) =>
      send(agent, 'POST', origin + to, { ...headers, 'content-type': 'application/json' }, JSON.stringify(body)),
    async verify(total) {
      child.send({ kind: 'verify', total } satisfies ToServer);
      return (await next('verified')).sample;
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Node's own client: on a machine of two cores what a request costs its sender is taken from the server. */
function send(
  agent: Agent,
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const req = request(url, { agent, method, headers: { ...headers, ...length } }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part: string) => (text += part));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text })).on('error', reject);
    });
    req.on('error', reject).end(body);
  });
}
