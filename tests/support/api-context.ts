import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createApp } from '../../api/app.js';
import type { AuditDesk } from '../../api/audit/desk.js';
import type { ApiContext, ApiLogger } from '../../api/context.js';
import { createApiContext, type ApiContextOptions } from '../../api/create-context.js';
import { DomainError } from '../../domain/errors.js';
import type { Database } from '../../prisma/actor.js';

export const BOT = { id: 'test-bot', secret: 'a-secret-of-the-test-bot' };

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  fields: object;
  message: string;
}

export interface RunningApi extends AsyncDisposable {
  origin: string;
  context: ApiContext;
  privateJwk: JWK;
  logs: LogLine[];
}

/** Of the mails' tokens; a test makes the tokens itself that a mail would bring. */
export const ACCOUNT_TOKEN_KEY = randomBytes(32).toString('base64');

type Wiring = Pick<ApiContextOptions, 'db' | 'sessions' | 'inbound'> & Partial<ApiContextOptions>;

/** The real app on a free port, every answer checked against its schema. */
export async function startApi(wiring: Wiring): Promise<RunningApi> {
  const logs: LogLine[] = [];
  const privateJwk = await newSigningKey();
  const context = await createApiContext({
    privateJwk,
    databasePoolSize: 10,
    accountTokenKey: ACCOUNT_TOKEN_KEY,
    accountMails: { deliver: () => Promise.resolve() },
    leaves: { carryOut: () => Promise.resolve() },
    policyChanges: { tell: () => Promise.resolve() },
    tasks: { changed: () => Promise.resolve(), show: () => Promise.resolve(), deliver: () => Promise.resolve() },
    audit: unsealedAudit,
    botClients: `${BOT.id}:${BOT.secret}`,
    logger: collectingLogger(logs),
    ...wiring,
    config: { publicUrl: 'http://127.0.0.1:4300', trustProxyHops: 0, strictResponses: true, ...wiring.config },
  });
  const server = createServer(createApp(context));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    context,
    privateJwk,
    logs,
    async [Symbol.asyncDispose]() {
      await context.live.close();
      await closeServer(server);
      await context.decisions.close();
    },
  };
}

/** An audit of which nothing is sealed. */
const unsealedAudit: AuditDesk = {
  publishedKeys: () => Promise.resolve([]),
  anchoredSize: () => Promise.resolve(0),
  verify: () => Promise.resolve({ ok: true, checkedSize: 0, anchoredSize: 0, problems: [] }),
};

/** A database that cannot be reached. */
export function absentDatabase(): Database {
  const unreachable = (): Promise<never> =>
    Promise.reject(
      new DomainError('temporarily_unavailable', 'The database cannot be reached.', { retryAfterSeconds: 2 }),
    );
  return {
    withActor: unreachable,
    copyAs: unreachable,
    ping: unreachable,
    listen: () => Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() }),
    close: () => Promise.resolve(),
  };
}

export async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return exportJWK(privateKey);
}

function collectingLogger(logs: LogLine[]): ApiLogger {
  const collect =
    (level: LogLine['level']) =>
    (fields: object, message: string): void =>
      void logs.push({ level, fields, message });
  return { info: collect('info'), warn: collect('warn'), error: collect('error') };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
