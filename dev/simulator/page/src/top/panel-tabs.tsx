import type { PanelName } from '../stage/stage.js';
import { useStage } from '../stage/use-stage.js';
import { UnreadMark } from '../ui/unread-mark.js';
import { useUnreadCounts } from './use-unread-counts.js';

const TABS: [PanelName, string][] = [
  ['phones', 'Phones'],
  ['slack', 'Slack'],
  ['mail', 'Mailbox'],
  ['history', 'What happened'],
];

/** On small screens one panel is in front. */
export function PanelTabs() {
  const { stage, move } = useStage();
  const unread = useUnreadCounts();
  return (
    <nav className="panel-tabs" aria-label="Panels">
      {TABS.map(([panel, label]) => (
        <button
          key={panel}
          type="button"
          aria-current={stage.panel === panel ? 'true' : undefined}
          onClick={() => move({ type: 'SHOW', panel })}
        >
          {label} <UnreadMark count={unread[panel]} />
        </button>
      ))}
    </nav>
  );
}
