import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SlackPerson, SlackView } from '../../../contract.js';
import { openHome } from '../data/writes.js';
import { EmptyNote } from '../ui/empty-note.js';
import { ProblemLine } from '../ui/problem-line.js';
import { BlockHostContext } from './blocks/block-host.js';
import { BlockList } from './blocks/block-list.js';
import { useBlockHost } from './blocks/use-block-host.js';

/** The app's Home tab; opening it tells the bot, which draws it anew. */
export function HomeView({ person, view }: { person: SlackPerson; view: SlackView | null }) {
  const { mutate, error } = useMutation({ mutationFn: () => openHome(person.id) });
  useEffect(() => mutate(), [mutate]);
  return (
    <section className="conversation" aria-label="Clinic, Home">
      <h3 className="conversation-title">Clinic · Home</h3>
      <div className="messages home" tabIndex={0} role="region" aria-label="Home tab">
        {error && <ProblemLine title="The app was not told" words={error.message} retry={() => mutate()} />}
        {view === null ? (
          <EmptyNote>The app has not drawn this tab yet.</EmptyNote>
        ) : (
          <Drawn person={person} view={view} />
        )}
      </div>
    </section>
  );
}

function Drawn({ person, view }: { person: SlackPerson; view: SlackView }) {
  const place = { kind: 'VIEW' as const, viewId: view.id };
  const { host, blocks, failure } = useBlockHost({ personId: person.id, place, blocks: view.blocks });
  return (
    <BlockHostContext value={host}>
      {failure !== null && <ProblemLine words={failure} />}
      <BlockList blocks={blocks} />
    </BlockHostContext>
  );
}
