import type { SlackDesk, SlackPerson } from '../../../contract.js';
import type { SlackPlace } from '../stage/stage.js';
import { useStage } from '../stage/use-stage.js';
import { EmptyNote } from '../ui/empty-note.js';
import { ConversationView } from './conversation-view.js';
import { HomeView } from './home-view.js';
import { ModalView } from './modal-view.js';
import { Sidebar } from './sidebar.js';
import { useFocusAfterModal } from './use-focus-after-modal.js';

/** Conversations, the open one, and whatever modal lies on top. Below a modal nothing can be used, as in Slack. */
export function Workspace({ person, desk }: { person: SlackPerson; desk: SlackDesk }) {
  const { stage } = useStage();
  const place = stage.places[person.id] ?? usualPlace(person, desk);
  const conversation = desk.conversations.find(({ id }) => place.kind === 'CONVERSATION' && id === place.id);
  const modal = desk.modals.at(-1);
  const page = useFocusAfterModal(modal !== undefined);
  return (
    <div className="workspace">
      <div ref={page} className="workspace-page" inert={modal !== undefined}>
        <Sidebar person={person} desk={desk} place={place} />
        {place.kind === 'HOME' && <HomeView person={person} view={desk.home} />}
        {conversation && <ConversationView key={conversation.id} person={person} conversation={conversation} />}
        {place.kind === 'CONVERSATION' && !conversation && (
          <EmptyNote>{person.fullName} is in no conversation yet.</EmptyNote>
        )}
      </div>
      {modal && <ModalView key={modal.id} person={person} view={modal} rootId={desk.modals[0]?.id ?? modal.id} />}
    </div>
  );
}

/** Doctors work in the app's messages, the office in its channel. */
function usualPlace({ role }: SlackPerson, { conversations }: SlackDesk): SlackPlace {
  const kind = role === 'DOCTOR' ? 'DIRECT' : 'CHANNEL';
  const found = conversations.find((each) => each.kind === kind) ?? conversations[0];
  return { kind: 'CONVERSATION', id: found?.id ?? '' };
}
