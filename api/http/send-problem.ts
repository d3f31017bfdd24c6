import type { ErrorRequestHandler, Response } from 'express';
import type { ApiLogger } from '../context.js';
import { toProblem } from './problem.js';
import { requestIdOf } from './request-id.js';

const CHALLENGES: Readonly<Record<string, string>> = {
  USER: 'Bearer',
  PHONE: 'Bearer',
  BOT: 'Basic realm="bots"',
  BOT_OR_USER: 'Bearer, Basic realm="bots"',
};

/** The last handler: logs an error once, and answers with its problem document. */
export function problemHandler(logger: ApiLogger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    const problem = toProblem(error, requestIdOf(res.locals));
    const fields = { requestId: problem.instance, code: problem.code, operation: res.locals['operationId'] as unknown };
    if (problem.code === 'internal_error') logger.error({ ...fields, fault: faultOf(error) }, 'request failed');
    else if (problem.status >= 500) logger.warn({ ...fields, fault: faultOf(error) }, 'request could not be served');
    else logger.info(fields, 'request refused');
    // A body that stops short must not look like a whole one: Express breaks the connection off.
    if (res.headersSent) return next(error);
    setHints(res, problem);
    res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

function setHints(res: Response, problem: { status: number; retryAfterSeconds?: unknown }): void {
  if (typeof problem.retryAfterSeconds === 'number') {
    res.setHeader('Retry-After', String(Math.max(1, Math.ceil(problem.retryAfterSeconds))));
  }
  const challenge = CHALLENGES[String(res.locals['accessKind'])];
  if (problem.status === 401 && challenge) res.setHeader('WWW-Authenticate', challenge);
}

/** Kind and place of a fault without its message: messages of the database quote values, which may be personal. */
function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: faultOf(error.cause) }),
  };
}
