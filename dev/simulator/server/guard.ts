import type { RequestHandler } from 'express';
import { ELSEWHERE, isFromElsewhere, strangerRefusal } from '../../faults/stranger.js';
import { impossible } from './errors.js';

const SAFE = new Set(['GET', 'HEAD']);

/**
 * Keeps other web sites away from a server that acts as every person of the clinic: see stranger.ts. What changes
 * something must be JSON, which a browser sends elsewhere only after asking.
 */
export function createGuard(port: number): RequestHandler {
  return (req, _res, next) => {
    const refusal = strangerRefusal(req, [port]);
    if (refusal) throw impossible(refusal.error, refusal.status);
    if (!SAFE.has(req.method) && !isJson(req.headers['content-type'])) {
      throw impossible('Send `content-type: application/json`.', 415);
    }
    next();
  };
}

/** For what only the page itself asks for: no link leads here either. */
export const refuseLinks: RequestHandler = (req, _res, next) => {
  if (isFromElsewhere(req.headers)) throw impossible(ELSEWHERE.error, ELSEWHERE.status);
  next();
};

const isJson = (type: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(type ?? '');
