import type { Conversation } from '../../../contract.js';
import type { SlackPlace } from '../stage/stage.js';
import { SidebarLine } from './sidebar-line.js';
import { useUnreadMessages } from './use-unread-messages.js';

interface Props {
  title: string;
  personId: string;
  conversations: Conversation[];
  place: SlackPlace;
}

/** Conversations of one kind, with what is new in them. */
export function SidebarGroup({ title, personId, conversations, place }: Props) {
  const unread = useUnreadMessages();
  if (conversations.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {conversations.map(({ id, name, kind }) => (
          <li key={id}>
            <SidebarLine
              place={{ kind: 'CONVERSATION', id }}
              current={place.kind === 'CONVERSATION' && place.id === id}
              unread={unread(personId, id)}
            >
              <span aria-hidden="true">{kind === 'CHANNEL' ? '#' : '@'}</span> {name}
            </SidebarLine>
          </li>
        ))}
      </ul>
    </>
  );
}
