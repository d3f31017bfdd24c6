import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const ACCEPTABLE = /^[\w.-]{8,64}$/;

/** Gives each request an id, the caller's own where it is harmless; errors and audit carry it. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id');
  const id = given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID();
  res.locals['requestId'] = id;
  res.setHeader('X-Request-Id', id);
  next();
};

/** The id that `requestId` gave. */
export function requestIdOf(locals: Record<string, unknown>): string {
  return String(locals['requestId']);
}
