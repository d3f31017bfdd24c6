import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { DomainError } from '../../domain/errors.js';
import { fullPath, type Operation } from '../contract/operation.js';
import { isStreamed } from '../contract/streamed.js';
import type { ApiContext } from '../context.js';
import { bearerOf, type Authenticator } from './authenticate.js';
import { readCookies } from './cookies.js';
import { withDeadline } from './deadline.js';
import type { Endpoint, Exchange, Reply } from './endpoint.js';
import { fingerprintOf, idempotencyKeyOf } from './idempotency-key.js';
import type { Principal } from './principal.js';
import { requestIdOf } from './request-id.js';
import { validateRequest } from './validate.js';

export interface RouterDeps {
  context: Pick<ApiContext, 'config' | 'metrics'>;
  authenticate: Authenticator;
}

/** Routes for these endpoints; other methods on their paths are 405 with Allow. */
export function createRouter(endpoints: readonly Endpoint[], deps: RouterDeps): Router {
  const router = express.Router({ caseSensitive: true });
  const methodsByPath = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const path = fullPath(endpoint.operation).replace(/\{(\w+)\}/g, ':$1');
    const verb = endpoint.operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    router[verb](path, serve(endpoint, deps));
    methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), endpoint.operation.method]);
  }
  for (const [path, methods] of methodsByPath) router.all(path, refuseMethod(methods));
  return router;
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  const allow = methods.includes('GET') ? [...methods, 'HEAD'].join(', ') : methods.join(', ');
  return (_req, res) => {
    res.setHeader('Allow', allow);
    throw new DomainError('method_not_allowed', `This path takes ${allow}.`);
  };
}

function serve({ operation, handle }: Endpoint, deps: RouterDeps): RequestHandler {
  return async (req, res) => {
    res.locals['operationId'] = operation.operationId;
    res.locals['accessKind'] = operation.access.kind;
    const answered = observe(operation, deps, res);
    const answer = answerTo(operation, handle, deps, req, res);
    await send(req, res, operation, await inTime(answer, deps.context.config.requestDeadlineMs), answered);
  };
}

/** The answer within the deadline; one that comes later has nobody to go to. */
async function inTime(answer: Promise<Reply<Operation>>, deadlineMs: number): Promise<Reply<Operation>> {
  try {
    return await withDeadline(answer, deadlineMs);
  } catch (error) {
    answer.then(({ body }) => isStreamed(body) && body.discard()).catch(() => undefined);
    throw error;
  }
}

async function answerTo(
  operation: Operation,
  handle: Endpoint['handle'],
  deps: RouterDeps,
  req: Request,
  res: Response,
): Promise<Reply<Operation>> {
  const requestId = requestIdOf(res.locals);
  const principal = await deps.authenticate(operation, req, requestId);
  demandRole(operation, principal);
  const request = await validateRequest(operation, req, res);
  const exchange: Exchange<Operation> = {
    ...request,
    principal: principal,
    requestId,
    source: req.ip ?? '',
    credentials: { bearer: bearerOf(req), cookies: readCookies(req), csrfToken: req.get('x-csrf-token') },
    idempotencyKey: idempotencyKeyOf(operation, req),
    lastEventId: req.get('last-event-id') ?? null,
    bodyHash: fingerprintOf(operation, request),
  };
  const reply = await handle(exchange);
  return deps.context.config.strictResponses ? checked(operation, reply) : reply;
}

function demandRole({ access }: Operation, principal: Principal): void {
  if (access.kind !== 'USER' && access.kind !== 'BOT_OR_USER') return;
  if (principal.kind !== 'PERSON' || access.roles.includes(principal.actor.role)) return;
  throw new DomainError('forbidden', 'Your role may not do this.');
}

function checked(operation: Operation, reply: Reply<Operation>): Reply<Operation> {
  const schema = operation.responses[reply.status];
  if (schema === undefined) throw new Error(`${operation.operationId} answered an undeclared status ${reply.status}`);
  const result = schema?.safeParse(reply.body);
  if (result && !result.success) {
    throw new Error(`${operation.operationId} answered out of contract: ${JSON.stringify(result.error.issues)}`);
  }
  return reply;
}

async function send(
  req: Request,
  res: Response,
  operation: Operation,
  { status, headers = {}, body }: Reply<Operation>,
  answered: () => void,
): Promise<void> {
  if (res.headersSent) return;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.status(status);
  if (isStreamed(body)) {
    // How long a stream lasts says nothing about how soon we answer.
    answered();
    if (req.method !== 'HEAD') return body.sendTo(res);
    body.discard();
    res.end();
  } else if (operation.responses[status] === null) res.end();
  else if (typeof body === 'string') res.type(operation.media ?? 'text/plain').send(body);
  else res.json(body);
}

/** Counts the request, once: when it is over, or before that when the returned function is called. */
function observe(operation: Operation, { context }: RouterDeps, res: Response): () => void {
  const startedAt = process.hrtime.bigint();
  const note = (): void => {
    res.off('close', note);
    const durationSeconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    const { operationId, method } = operation;
    context.metrics.observe({ operation: operationId, method, status: res.statusCode, durationSeconds });
  };
  res.once('close', note);
  return note;
}
