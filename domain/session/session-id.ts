import { v4, v5 } from 'uuid';

/** Fixed for ever: another namespace would make old idempotency keys name other sessions. */
const SESSION_NAMESPACE = 'a5f0c0f6-5a7a-4b0e-9b0c-6d4f4a1f3c52';
const DECISION_NAMESPACE = '3c1b6f0e-7f0d-4d53-8f0b-0b8f8d5c9e17';

/** The session that a caller's idempotency key names: the same caller and key always name the same one. */
export function sessionIdFor(actorId: string, idempotencyKey: string): string {
  return v5(joined([actorId, idempotencyKey]), SESSION_NAMESPACE);
}

/** The id of a session that was booked without a key. */
export function randomSessionId(): string {
  return v4();
}

/**
 * The id of a decision, answer or cancellation, from whatever makes it the same one when it is asked again:
 * `decisionIdFor(actorId, idempotencyKey)`, `decisionIdFor(inboundId, sessionId)`. Order matters.
 */
export function decisionIdFor(...parts: [string, ...string[]]): string {
  return v5(joined(parts), DECISION_NAMESPACE);
}

/** JSON keeps the borders between the parts, so ('a', 'bc') and ('ab', 'c') differ. */
const joined = (parts: readonly string[]): string => JSON.stringify(parts);
