import type { Message } from './block-types.js';
import { context, quoteLine, section } from './blocks.js';
import { nearestSubcommand, SUBCOMMANDS } from './subcommands.js';

const BOOK_USAGE = '`/session book <doctor> <patient> <day> <time> [room … | telehealth]`';

/** What `/session` can do; `unknown` is a subcommand that it does not have. */
export function helpMessage(unknown: string | null): Message {
  const commands = Object.values(SUBCOMMANDS).map(({ usage, does }) => `• \`/session ${usage}\`: ${does}`);
  return {
    text: 'Help for /session',
    blocks: [
      section([unknown === null ? TITLE : `${unknownWords(unknown)} ${TITLE}`, ...commands].join('\n')),
      section(
        `*Booking in one line*\n${BOOK_USAGE}\nfor example \`/session book dr-haddad "Sara Ali" tue 10:30 room 2\``,
      ),
      context(
        'Days: `today`, `tomorrow`, `tue`, `12 May`, `2027-05-12`. Times: `10:30`, `10.30`, `3pm`. Names with blanks go in quotes.',
      ),
    ],
  };
}

const TITLE = '*What I can do*';

function unknownWords(unknown: string): string {
  const nearest = nearestSubcommand(unknown);
  const guess = nearest === null ? '' : ` Did you mean \`/session ${nearest}\`?`;
  return `I do not know \`${quoteLine(unknown, 40).replaceAll('`', '')}\`.${guess}`;
}
