import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import { operations } from '../../../api/client/client.js';
import { fullPath, type Operation } from '../../../api/contract/operation.js';

export interface ApiCall {
  operationId: string;
  /** Whom the delegated token speaks for; the bot's own id for what it asks in its own name. */
  subject: string;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  idempotencyKey: string | undefined;
}

export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
type Handler = (call: ApiCall) => Answer | Promise<Answer>;

export const BOT_CLIENT = { id: 'bots', secret: 'a-secret-of-the-bots' };

/** The API as the bots see it: tokens for one operation, and answers that a test sets. */
export interface FakeApi {
  url: string;
  calls: ApiCall[];
  callsOf(operationId: string): ApiCall[];
  on(operationId: keyof typeof operations, handler: Handler): void;
  /** Subjects that are linked to nobody. */
  unlinked: Set<string>;
  close(): Promise<void>;
}

export async function startFakeApi(): Promise<FakeApi> {
  const handlers = new Map<string, Handler>();
  const calls: ApiCall[] = [];
  const unlinked = new Set<string>();
  const app = express();
  app.use(express.json());
  app.post('/api/v1/auth/chat/token', (req, res) => {
    if (!isBot(req)) return void send(res, problem(401, 'unauthenticated'));
    const { subject, operation } = req.body as { subject: string; operation: string };
    if (unlinked.has(subject)) {
      return void send(
        res,
        problem(422, 'validation_failed', { errors: [{ pointer: '/subject', message: 'is linked to nobody' }] }),
      );
    }
    const accessToken = Buffer.from(JSON.stringify({ subject, operation })).toString('base64url');
    send(res, { status: 200, body: { accessToken, expiresInSeconds: 60 } });
  });
  for (const operation of Object.values(operations) as Operation[]) {
    const path = fullPath(operation).replace(/\{(\w+)\}/g, ':$1');
    app[operation.method.toLowerCase() as 'get' | 'post'](path, async (req: Request, res) => {
      const token = readToken(req, operation);
      if (token?.operation !== operation.operationId) return void send(res, problem(401, 'unauthenticated'));
      const call: ApiCall = {
        operationId: operation.operationId,
        subject: token.subject,
        params: req.params as Record<string, string>,
        query: req.query,
        body: (req.body ?? {}) as Record<string, unknown>,
        idempotencyKey: req.get('idempotency-key'),
      };
      calls.push(call);
      send(res, (await handlers.get(operation.operationId)?.(call)) ?? problem(404, 'not_found'));
    });
  }
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    unlinked,
    callsOf: (operationId) => calls.filter((call) => call.operationId === operationId),
    on: (operationId, handler) => void handlers.set(operationId, handler),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A refusal in the API's form. */
export function problem(status: number, code: string, members: object = {}): Answer {
  return {
    status,
    body: { type: `/problems/${code}`, title: code, status, detail: code, instance: 'test', code, ...members },
    headers: { 'content-type': 'application/problem+json' },
  };
}

function send(res: express.Response, { status, body, headers }: Answer): void {
  res.status(status).set(headers ?? { 'content-type': 'application/json' });
  if (body === undefined) res.end();
  else res.send(JSON.stringify(body));
}

function isBot(req: Request): boolean {
  const basic = Buffer.from(`${BOT_CLIENT.id}:${BOT_CLIENT.secret}`).toString('base64');
  return req.get('authorization') === `Basic ${basic}`;
}

function readToken(req: Request, { operationId, access }: Operation): { subject: string; operation: string } | null {
  if (access.kind === 'BOT' || access.kind === 'BOT_OR_USER')
    return isBot(req) ? { subject: BOT_CLIENT.id, operation: operationId } : null;
  const token = /^Bearer (.+)$/.exec(req.get('authorization') ?? '')?.[1];
  return token
    ? (JSON.parse(Buffer.from(token, 'base64url').toString()) as { subject: string; operation: string })
    : null;
}
