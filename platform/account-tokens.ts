import { createHash, createHmac } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * The token of a row in `account_tokens`: 43 characters that only a holder of the key can tell from the row's id, so that
 * API and worker both know it and nothing stores it. `key` is 32 bytes in base64; throws on any other length.
 */
export function accountToken(key: string, id: string): string {
  const secret = Buffer.from(key, 'base64');
  if (secret.length !== KEY_BYTES) throw new Error(`The key of account tokens must be ${KEY_BYTES} bytes in base64.`);
  // One id has one token, however it is written.
  return createHmac('sha256', secret).update(id.toLowerCase()).digest('base64url');
}

/** What the database keeps of a token: its SHA-256 in hex. */
export function hashAccountToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
