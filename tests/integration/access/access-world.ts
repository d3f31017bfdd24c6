import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../../api/app.js';
import type { ApiContext } from '../../../api/context.js';
import type { Operation } from '../../../api/contract/operation.js';
import { createLogger } from '../../../platform/logger.js';
import { openWorld, type World } from '../api/world.js';
import type { CallerName } from './api-table.js';
import { ask, type Answer, type Wanted } from './ask.js';
import { createIdentities, type Send } from './identities.js';
import { populate, type Population } from './population.js';

export interface AccessWorld extends AsyncDisposable {
  world: World;
  origin: string;
  people: Population;
  /** Lines of the API's real logger. */
  log: string[];
  /** Every token and code that was answered. */
  secrets: Set<string>;
  call(caller: CallerName, operation: Operation, wanted?: Wanted): Promise<Answer>;
  identify(caller: CallerName, operation: Operation): Promise<Record<string, string>>;
  /** Without any identity but the wanted headers. */
  send: Send;
  /** Another app with the same logger; its origin. */
  serve(context: ApiContext): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A clinic with somebody in every role, and an API whose log is kept. */
export async function openAccessWorld(): Promise<AccessWorld> {
  const world = await openWorld();
  await world.sql('UPDATE policy SET lockout_threshold = 100, sign_ups_per_source_per_hour = 1000');
  const { log, serve, close } = createApps();
  const secrets = new Set<string>();
  const origin = await serve(world.api.context);
  const send: Send = async (identity, operation, wanted) => {
    const answer = await ask(origin, identity, operation, wanted);
    for (const secret of secretsIn(answer.body)) secrets.add(secret);
    return answer;
  };
  const identify = await createIdentities(world.clinic, send);
  const call: AccessWorld['call'] = async (caller, operation, wanted) =>
    send(await identify(caller, operation), operation, wanted);
  const people = await populate(world, call);
  return {
    world,
    origin,
    people,
    log,
    secrets,
    call,
    identify,
    send,
    serve,
    async [Symbol.asyncDispose]() {
      await world.sessions.idle();
      await close();
      await world[Symbol.asyncDispose]();
    },
  };
}

/** Apps that write to one log in memory, as a process of ours writes to its standard output. */
function createApps(): Pick<AccessWorld, 'log' | 'serve'> & { close(): Promise<void> } {
  const log: string[] = [];
  const logger = createLogger({ name: 'api', destination: { write: (line) => void log.push(line) } });
  const servers: ReturnType<typeof createServer>[] = [];
  return {
    log,
    async serve(context) {
      const server = createServer(createApp({ ...context, logger }));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async close() {
      for (const server of servers) {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

const SECRET_FIELDS = ['accessToken', 'refreshToken', 'code'];

function secretsIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || 'status' in body) return [];
  return SECRET_FIELDS.flatMap((field) => {
    const value = (body as Record<string, unknown>)[field];
    return typeof value === 'string' ? [value] : [];
  });
}
