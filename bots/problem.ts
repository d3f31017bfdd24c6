import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { ErrorCode } from '../domain/errors.js';

interface ProblemOptions {
  status: number;
  code: ErrorCode | 'internal_error';
  title: string;
  detail: string;
  retryAfterSeconds?: number;
}

/** RFC 9457, in the API's form. */
export function sendProblem(res: Response, { retryAfterSeconds, ...problem }: ProblemOptions): void {
  if (retryAfterSeconds !== undefined) res.set('retry-after', String(retryAfterSeconds));
  res
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `/problems/${problem.code}`, instance: randomUUID(), ...problem }));
}
