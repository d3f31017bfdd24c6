import { randomBytes } from 'node:crypto';

/** Short enough for a text message, too many to try. */
const TOKEN_BYTES = 9;

/** A place for a telehealth session; the last part of the link cannot be guessed. */
export function telehealthUrl(baseUrl: string): string {
  return `${baseUrl}/${randomBytes(TOKEN_BYTES).toString('base64url')}`;
}
