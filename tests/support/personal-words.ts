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

export type Query = (sql: string) => Promise<{ value: string }[]>;

/** Every name, address, phone, password hash, token and text that a database holds, as its superuser sees it. */
export async function keptWords(query: Query): Promise<string[]> {
  const kept: string[] = [];
  for (const [table, columns] of KEPT) {
    const values = columns.map((column) => `(${column}::text)`).join(', ');
    const rows = await query(
      `SELECT DISTINCT v.value FROM ${table}, LATERAL (VALUES ${values}) AS v(value) WHERE v.value <> ''`,
    );
    kept.push(...rows.map(({ value }) => value));
  }
  return kept;
}

/** The words in every spelling that a log could show, in lower case; too short ones would be found everywhere. */
export function telltales(words: readonly string[]): string[] {
  const all = words.flatMap(spellings).map((word) => word.toLowerCase());
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
