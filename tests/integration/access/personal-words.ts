import { TEST_PASSWORD } from '../../support/clinic.js';
import { BOT } from '../../support/api-context.js';
import type { AccessWorld } from './access-world.js';
import { SENT_WORDS } from './sent-words.js';

/** Where the database keeps what no log may say. */
const KEPT: [table: string, columns: string[]][] = [
  ['users', ['full_name', 'email', 'phone']],
  ['patients', ['full_name', 'email', 'phone']],
  ['doctors', ['full_name']],
  ['credentials', ['password_hash']],
  ['auth_sessions', ['refresh_hash']],
  ['chat_identities', ['subject']],
  ['account_mails', ['address', 'body']],
  ['chat_link_codes', ['phone']],
  ['account_tokens', ['token_hash']],
  ['notifications', ['address', 'body', 'subject']],
  ['inbound_messages', ['from_phone', 'body']],
  ['sessions', ['visit_reason', 'note', 'reason', 'telehealth_url']],
  ['status_history', ['reason']],
  ['availability_exceptions', ['reason']],
];
const SHORTEST = 5;

/** Every name, address, phone, password, token and reason that was sent, answered or kept; in lower case. */
export async function personalWords({ world, secrets }: AccessWorld): Promise<string[]> {
  const kept: string[] = [];
  for (const [table, columns] of KEPT) {
    const values = columns.map((column) => `(${column}::text)`).join(', ');
    const rows = await world.sql<{ value: string }>(
      `SELECT DISTINCT v.value FROM ${table}, LATERAL (VALUES ${values}) AS v(value) WHERE v.value <> ''`,
    );
    kept.push(...rows.map(({ value }) => value));
  }
  const sent = [...secrets, ...Object.values(SENT_WORDS), TEST_PASSWORD, BOT.secret];
  const all = [...kept, ...sent].flatMap(spellings).map((word) => word.toLowerCase());
  return [...new Set(all)].filter((word) => word.length >= SHORTEST);
}

/** A phone without its plus, an address as in a URL, and the single words of a name. */
function spellings(value: string): string[] {
  if (/^\+\d+$/.test(value)) return [value.slice(1)];
  const isName = /^\p{Lu}[\p{L}. -]+$/u.test(value);
  return [value, encodeURIComponent(value), ...(isName ? value.split(' ') : [])];
}

/** The lines that say one of the words, each with the word. */
export function tellingIn(lines: readonly string[], words: readonly string[]): { word: string; line: string }[] {
  return lines.flatMap((line) => {
    const said = line.toLowerCase();
    return words.filter((word) => said.includes(word)).map((word) => ({ word, line }));
  });
}
