import type { SlackDesk, SlackPerson } from '../../../contract.js';
import type { SlackPlace } from '../stage/stage.js';
import { SidebarGroup } from './sidebar-group.js';
import { SidebarLine } from './sidebar-line.js';

interface Props {
  person: SlackPerson;
  desk: SlackDesk;
  place: SlackPlace;
}

/** Channels, direct messages and the app. */
export function Sidebar({ person, desk, place }: Props) {
  const channels = desk.conversations.filter(({ kind }) => kind === 'CHANNEL');
  const direct = desk.conversations.filter(({ kind }) => kind === 'DIRECT');
  return (
    <nav className="sidebar" aria-label="Conversations">
      <SidebarGroup title="Channels" personId={person.id} conversations={channels} place={place} />
      <SidebarGroup title="Direct messages" personId={person.id} conversations={direct} place={place} />
      <h3>Apps</h3>
      <ul>
        <li>
          <SidebarLine place={{ kind: 'HOME' }} current={place.kind === 'HOME'} unread={0}>
            <span aria-hidden="true">⌂</span> Clinic · Home
          </SidebarLine>
        </li>
      </ul>
    </nav>
  );
}
