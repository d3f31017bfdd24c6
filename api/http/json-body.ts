import express, { type Request, type Response } from 'express';
import { DomainError } from '../../domain/errors.js';

const LIMIT = '100kb';
const parse = express.json({ limit: LIMIT, strict: true, type: () => true });

/** The parsed body; undefined where none was sent. Refuses whatever is not JSON, or is too large. */
export async function readJsonBody(req: Request, res: Response): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  if (!req.is('application/json')) {
    throw new DomainError('unsupported_media_type', 'Send the body as application/json.');
  }
  await new Promise<void>((resolve, reject) => {
    parse(req, res, (error?: Error) => (error === undefined ? resolve() : reject(error)));
  });
  return req.body as unknown;
}

function hasBody(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
