import { createHash, createHmac, type Hmac } from 'node:crypto';

const KEY_BYTES = 32;
const CODE_DIGITS = 6;
/** Enough that no code is noticeably likelier than another, and exact in a number. */
const DRAWN_BYTES = 6;

/**
 * The token of a row in `account_tokens`: 43 characters that only a holder of the key can tell from the row's id, so that
 * API and worker both know it and nothing stores it. `key` is 32 bytes in base64; throws on any other length.
 */
export function accountToken(key: string, id: string): string {
  return keyed(key, id).digest('base64url');
}

/** The six digits that go out as a text for a row in `chat_link_codes`; drawn from its id as tokens are. */
export function phoneCode(key: string, id: string): string {
  const drawn = keyed(key, `phone-code:${id}`).digest().readUIntBE(0, DRAWN_BYTES);
  return String(drawn % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0');
}

/** What the database keeps of a token: its SHA-256 in hex. */
export function hashAccountToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function keyed(key: string, value: string): Hmac {
  const secret = Buffer.from(key, 'base64');
  if (secret.length !== KEY_BYTES) throw new Error(`The key of account tokens must be ${KEY_BYTES} bytes in base64.`);
  // One id has one token, however it is written.
  return createHmac('sha256', secret).update(value.toLowerCase());
}
