import { useQuery } from '@tanstack/react-query';
import { useSetting } from '../stage/use-setting.js';
import { useStage } from '../stage/use-stage.js';
import { deskRead } from '../data/reads.js';
import { EmptyNote } from '../ui/empty-note.js';
import { Panel } from '../ui/panel.js';
import { ReadState } from '../ui/read-state.js';
import { PeopleSwitcher } from './people-switcher.js';
import { Workspace } from './workspace.js';

/** The Slack workspace, as one of its people sees it. */
export function SlackPanel() {
  const { stage } = useStage();
  const person = useSetting().people.find(({ id }) => id === stage.personId);
  const desk = useQuery({ ...deskRead(stage.personId), enabled: person !== undefined });
  return (
    <Panel name="slack" title="Slack" aside={person && <PeopleSwitcher person={person} />}>
      {person ? (
        <ReadState what={`${person.fullName}’s Slack`} read={desk} isEmpty={() => false}>
          {(data) => <Workspace key={person.id} person={person} desk={data} />}
        </ReadState>
      ) : (
        <EmptyNote>Nobody has a seat in this workspace.</EmptyNote>
      )}
    </Panel>
  );
}
