import { randomUUID } from 'node:crypto';
import { decisionIdFor } from '../../domain/session/session-id.js';
import type { Operation } from '../contract/operation.js';
import type { Exchange } from '../http/endpoint.js';
import { wishOf, type Wish } from '../http/idempotency.js';
import type { PersonActor } from '../http/principal.js';

/** Whom a request speaks to, and by which id its message is known. */
export interface Addressed {
  sessionId: string;
  decisionId: string;
  wish: Wish;
  /** What every message to a session's workflow carries. */
  command: { decisionId: string; actor: PersonActor; version: number | null; bodyHash: string };
}

type Addressing = Pick<Exchange<Operation>, 'principal' | 'idempotencyKey' | 'bodyHash'> & {
  params: { id: string };
  body: { version?: number };
};

/** The id of a message names operation and session too: one key never speaks for two of them. */
export function addressed(operation: Operation, exchange: Addressing): Addressed {
  const wish = wishOf(operation, exchange as Parameters<typeof wishOf>[1]);
  const { actor, key, bodyHash } = wish;
  const sessionId = exchange.params.id;
  const decisionId = key === null ? randomUUID() : decisionIdFor(actor.id, key, operation.operationId, sessionId);
  return {
    sessionId,
    decisionId,
    wish,
    command: { decisionId, actor, version: exchange.body.version ?? null, bodyHash },
  };
}
