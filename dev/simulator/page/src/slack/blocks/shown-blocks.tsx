import { Message, type Block } from 'slack-blocks-to-jsx';
import { useSetting } from '../../stage/use-setting.js';
import { useClock } from '../../time/use-clock.js';
import { asTyped, plainWords } from './as-typed.js';
import { dateWords } from './date-words.js';
import { emojiOrText } from './emoji-or-text.js';

/** Blocks that are only looked at. Plain text is shown as it is, everything else by the renderer. */
export function ShownBlocks({ blocks }: { blocks: object[] }) {
  return blocks.map((block, index) => {
    const words = plainWords(block);
    return words === null ? <Rendered key={index} block={block} /> : <p key={index}>{words}</p>;
  });
}

/** Ids stay out of the page: they may occur more than once in it. */
function Rendered({ block }: { block: object }) {
  const { people } = useSetting();
  const clock = useClock();
  const shown = asTyped({ ...block, block_id: undefined }) as Block;
  return (
    <Message
      unstyled
      withoutWrapper
      theme="light"
      name=""
      logo=""
      blocks={[shown]}
      data={{ users: people.map(({ id, fullName }) => ({ id, name: fullName })) }}
      hooks={{
        date: ({ timestamp, format }) => dateWords(Number(timestamp) * 1_000, format, clock, Date.now()),
        emoji: ({ name, ...rest }, parse) => emojiOrText(name, (known) => parse({ name: known, ...rest })),
        link: ({ href, children }) => (
          <a href={href} target="_blank" rel="noreferrer">
            {children}
          </a>
        ),
      }}
    />
  );
}
