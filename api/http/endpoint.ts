import type { Operation, RequestOf, ResponseOf } from '../contract/operation.js';
import type { PrincipalOf } from './principal.js';

/** Everything about one request that a handler may use. */
export interface Exchange<O extends Operation> extends RequestOf<O> {
  principal: PrincipalOf<O>;
  requestId: string;
  /** The caller's network address. */
  source: string;
  credentials: Credentials;
  idempotencyKey: string | null;
  /** Of a stream of events that is taken up again. */
  lastEventId: string | null;
  /** Fingerprint of operation, path and body; the same for the same wish. */
  bodyHash: string;
}

/** Raw credentials, for the operations that deal in them. */
export interface Credentials {
  bearer: string | null;
  cookies: ReadonlyMap<string, string>;
  csrfToken: string | undefined;
}

export type Reply<O extends Operation> = ResponseOf<O> & { headers?: Headers };

/** An operation with what carries it out. */
export interface Endpoint {
  operation: Operation;
  handle(exchange: Exchange<Operation>): Promise<Reply<Operation>>;
}

/** Ties a handler to its operation; the types of both must agree. */
export function implement<O extends Operation>(
  operation: O,
  handle: (exchange: Exchange<O>) => Promise<Reply<O>>,
): Endpoint {
  // The router validates what it passes on against the very operation that typed the handler.
  return { operation, handle: handle };
}

type Headers = Record<string, string | string[]>;

/** An answer with its status as a literal type. */
export function reply<S extends number, B>(
  status: S,
  body: B,
  headers?: Headers,
): { status: S; body: B; headers?: Headers } {
  return headers === undefined ? { status, body } : { status, body, headers };
}
