import { createHmac, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 16;
const SEAL_BYTES = 32;

/**
 * The secret of a link to somebody's calendar: whose it is, and a seal that only a holder of the key can make. Nothing keeps
 * it; another generation has another one.
 */
export function calendarToken(key: Buffer, userId: string, generation: number): string {
  const id = Buffer.from(userId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, seal(key, userId, generation)]).toString('base64url');
}

/** Whose link a token claims to be of; null for what is no token at all. */
export function claimedOwner(token: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== ID_BYTES + SEAL_BYTES || bytes.toString('base64url') !== token) return null;
  return bytes.toString('hex', 0, ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Whether the token is that person's, of that generation. */
export function isCalendarToken(key: Buffer, token: string, userId: string, generation: number): boolean {
  const given = Buffer.from(token, 'base64url').subarray(ID_BYTES);
  return given.length === SEAL_BYTES && timingSafeEqual(given, seal(key, userId, generation));
}

function seal(key: Buffer, userId: string, generation: number): Buffer {
  return createHmac('sha256', key).update(`calendar:${userId}:${generation}`).digest();
}
