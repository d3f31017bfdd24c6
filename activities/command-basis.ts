import type { Command } from '../workflows/session/contract.js';

/** What every command brings to the database. */
export function commandBasis(sessionId: string, { decisionId, version, bodyHash, validUntil }: Command) {
  return { sessionId, decisionId, version, bodyHash, notAfter: validUntil };
}
