import type { Request } from 'express';
import { bodyHash } from '../../domain/session/body-hash.js';
import { DomainError } from '../../domain/errors.js';
import type { Operation, RequestOf } from '../contract/operation.js';

const ACCEPTABLE = /^[\x21-\x7e]{1,200}$/;

/** The caller's key, null where there is none or the operation takes none. */
export function idempotencyKeyOf(operation: Operation, req: Request): string | null {
  const key = req.get('idempotency-key');
  if (key === undefined || !operation.idempotent) return null;
  if (ACCEPTABLE.test(key)) return key;
  throw new DomainError('malformed_request', 'Idempotency-Key takes 1 to 200 visible ASCII characters.');
}

/** What makes two requests the same wish. */
export function fingerprintOf(operation: Operation, request: RequestOf<Operation>): string {
  return bodyHash({ operation: operation.operationId, params: request.params, body: request.body });
}
