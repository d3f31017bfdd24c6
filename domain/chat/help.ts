import { context, quoteLine, section, type Message } from './blocks.js';

export const BOOK_USAGE = '`/session book <doctor> <patient> <day> <time> [room … | telehealth]`';

/** What `/session` can do; `unknown` is a subcommand that it does not have. */
export function helpMessage(unknown: string | null): Message {
  const intro =
    unknown === null
      ? '*What I can do*'
      : `I do not know \`${quoteLine(unknown, 40).replaceAll('`', '')}\`. *What I can do*`;
  return {
    text: 'Help for /session',
    blocks: [
      section(
        [
          intro,
          `• ${BOOK_USAGE}: asks the doctor for a time`,
          '   for example `/session book dr-haddad "Sara Ali" tue 10:30 room 2`',
          '• `/session help`: this list',
        ].join('\n'),
      ),
      context(
        'Days: `today`, `tomorrow`, `tue`, `12 May`, `2027-05-12`. Times: `10:30`, `10.30`, `3pm`. Names with blanks go in quotes.',
      ),
    ],
  };
}
