import type { Conversation, SlackPerson } from '../../../contract.js';
import { conversationList } from '../seen/lists.js';
import { useMarkSeen } from '../seen/use-seen.js';
import { useVisible } from '../stage/use-visible.js';
import { EmptyNote } from '../ui/empty-note.js';
import { useScrollToEnd } from '../ui/use-scroll-to-end.js';
import { Composer } from './composer.js';
import { MessageRow } from './message-row.js';

/** One conversation with its composer. */
export function ConversationView({ person, conversation }: { person: SlackPerson; conversation: Conversation }) {
  const { id, name, kind, messages } = conversation;
  const newest = messages.at(-1);
  const end = useScrollToEnd<HTMLDivElement>(newest && `${newest.ts} ${newest.edited}`);
  useMarkSeen(conversationList(person.id, id), latest(conversation), useVisible('slack'));
  const title = kind === 'CHANNEL' ? `# ${name}` : name;
  return (
    <section className="conversation" aria-label={title}>
      <h3 className="conversation-title">{title}</h3>
      <div ref={end} className="messages" role="log" aria-label={`Messages in ${title}`} tabIndex={0}>
        {messages.length === 0 && <EmptyNote>Nobody has written here yet.</EmptyNote>}
        {messages.map((message) => (
          <MessageRow key={message.ts} person={person} channelId={id} message={message} />
        ))}
      </div>
      <Composer person={person} channelId={id} title={title} />
    </section>
  );
}

const latest = ({ messages }: Conversation): string | undefined =>
  messages.reduce<string | undefined>((max, { at }) => (max === undefined || at > max ? at : max), undefined);
