import type { SlackMessage, SlackPerson } from '../../../contract.js';
import { Moment } from '../time/moment.js';
import { Avatar } from '../ui/avatar.js';
import { ProblemLine } from '../ui/problem-line.js';
import { BlockHostContext } from './blocks/block-host.js';
import { BlockList } from './blocks/block-list.js';
import { useBlockHost } from './blocks/use-block-host.js';

interface Props {
  person: SlackPerson;
  channelId: string;
  message: SlackMessage;
}

/** A message; its text stands in where it has no blocks. */
export function MessageRow({ person, channelId, message }: Props) {
  const { ts, text, author, bot, edited, ephemeral } = message;
  const { host, blocks, failure } = useBlockHost({
    personId: person.id,
    place: { kind: 'MESSAGE', channelId, ts },
    blocks: message.blocks,
  });
  const shown = blocks.length > 0 ? blocks : [{ type: 'shown' as const, block: asSection(text) }];
  return (
    <article className={`message ${ephemeral ? 'is-ephemeral' : ''}`} aria-label={`From ${author}`} data-ts={ts}>
      <Avatar name={author} bot={bot} />
      <div className="message-main">
        {ephemeral && (
          <p className="ephemeral-note">
            <span aria-hidden="true">◔</span> Only visible to you
          </p>
        )}
        <p className="message-head">
          <strong>{author}</strong>
          {bot && <span className="app-tag">app</span>}
          <Moment at={message.at} />
          {edited && <span className="hint">edited</span>}
        </p>
        <BlockHostContext value={host}>
          <BlockList blocks={shown} />
        </BlockHostContext>
        {failure !== null && <ProblemLine words={failure} />}
      </div>
    </article>
  );
}

const asSection = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } });
