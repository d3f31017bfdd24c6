import { differsLittle } from './match-name.js';

/** The slash command. */
export const COMMAND = '/session';

/** What `/session` can do: how it is written, and what it does. */
export const SUBCOMMANDS = {
  book: { usage: 'book', does: 'a form with the free times; or all in one line, see below' },
  today: { usage: 'today', does: 'today’s sessions' },
  pending: { usage: 'pending', does: 'what waits for a decision' },
  link: { usage: 'link CODE', does: 'links your Slack account to your clinic account' },
  help: { usage: 'help', does: 'this list' },
} as const;
export type Subcommand = keyof typeof SUBCOMMANDS;

const NAMES = Object.keys(SUBCOMMANDS) as Subcommand[];
const PREFIX_MIN = 2;

export function isSubcommand(word: string): word is Subcommand {
  return Object.hasOwn(SUBCOMMANDS, word);
}

/** The subcommand that a mistyped word is most likely to mean; null where none is near. */
export function nearestSubcommand(word: string): Subcommand | null {
  const typed = word.toLowerCase();
  if (typed.length < PREFIX_MIN) return null;
  const begun = NAMES.filter((name) => name.startsWith(typed) || typed.startsWith(name));
  const near = begun.length > 0 ? begun : NAMES.filter((name) => differsLittle(typed, name));
  return near[0] ?? null;
}
