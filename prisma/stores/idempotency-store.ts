import type { Tx } from '../actor.js';

/** A caller's key and what it was used for. */
export interface KeyUse {
  callerId: string;
  key: string;
  operation: string;
  bodyHash: string;
}

/** What is known of a key; status and body are null until its answer is remembered. */
export interface KeyRecord {
  operation: string;
  bodyHash: string;
  responseStatus: number | null;
  responseBody: string | null;
}

/** Takes a key that is free or has expired; false where another holds it. Waits for a transaction that is taking it. */
export async function takeKey(tx: Tx, use: KeyUse, now: Date, expiresAt: Date): Promise<boolean> {
  const taken = await tx.$executeRaw`
    INSERT INTO idempotency_keys AS k (caller_id, key, operation, body_hash, locked_until, expires_at)
    VALUES (${use.callerId}::uuid, ${use.key}, ${use.operation}, ${use.bodyHash}, ${now}::timestamptz,
            ${expiresAt}::timestamptz)
    ON CONFLICT (caller_id, key) DO UPDATE
       SET operation = excluded.operation, body_hash = excluded.body_hash, state = 'IN_FLIGHT', response_status = NULL,
           response_body = NULL, locked_until = excluded.locked_until, created_at = excluded.locked_until,
           expires_at = excluded.expires_at
     WHERE k.expires_at < ${now}::timestamptz`;
  return taken > 0;
}

/** Keeps the answer of a use that has none yet; false where there is no such use. */
export async function keepAnswer(tx: Tx, use: KeyUse, answer: { status: number; body: string }): Promise<boolean> {
  // The text itself, as a JSON string: jsonb would put the members in another order.
  const kept = await tx.$executeRaw`
    UPDATE idempotency_keys
       SET state = 'DONE', response_status = ${answer.status}::integer, response_body = to_jsonb(${answer.body}::text)
     WHERE caller_id = ${use.callerId}::uuid AND key = ${use.key} AND state = 'IN_FLIGHT'
       AND operation = ${use.operation} AND body_hash = ${use.bodyHash}`;
  return kept > 0;
}

/** Null where the caller has not used the key. */
export async function readKey(tx: Tx, callerId: string, key: string): Promise<KeyRecord | null> {
  const rows = await tx.$queryRaw<KeyRecord[]>`
    SELECT operation, body_hash AS "bodyHash", response_status AS "responseStatus", response_body #>> '{}' AS "responseBody"
      FROM idempotency_keys WHERE caller_id = ${callerId}::uuid AND key = ${key}`;
  return rows[0] ?? null;
}

/** Kept among the keys: no caller's key holds a blank, so none of them can be mistaken for a note. */
const PENDING_DECISION = 'decision';
const noteKey = (decisionId: string): string => `${PENDING_DECISION} ${decisionId}`;

/** Notes that a decision was sent whose effect is not there yet. */
export async function notePendingDecision(
  tx: Tx,
  note: { callerId: string; sessionId: string; decisionId: string },
  now: Date,
  expiresAt: Date,
): Promise<void> {
  const { callerId, sessionId, decisionId } = note;
  const use = { callerId, key: noteKey(decisionId), operation: PENDING_DECISION, bodyHash: sessionId };
  await takeKey(tx, use, now, expiresAt);
}

/** True for a decision on this session that was sent: for its sender, and staff who see the session. */
export async function isDecisionPending(tx: Tx, sessionId: string, decisionId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM idempotency_keys
     WHERE key = ${noteKey(decisionId)} AND operation = ${PENDING_DECISION} AND body_hash = ${sessionId}`;
  return rows.length > 0;
}
