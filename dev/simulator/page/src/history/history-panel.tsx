import { useQuery } from '@tanstack/react-query';
import { sessionsRead } from '../data/reads.js';
import { useStage } from '../stage/use-stage.js';
import { Panel } from '../ui/panel.js';
import { ReadState } from '../ui/read-state.js';
import { SessionList } from './session-list.js';
import { SessionTimeline } from './session-timeline.js';

/** Recent sessions, and what happened to the chosen one; the newest until one is chosen. */
export function HistoryPanel() {
  const sessions = useQuery(sessionsRead);
  const { stage } = useStage();
  return (
    <Panel name="history" title="What happened">
      <ReadState what="the sessions" read={sessions} empty="No sessions yet. Book one in Slack.">
        {(items) => {
          const sorted = [...items].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
          const open = items.find(({ id }) => id === stage.session) ?? sorted[0];
          return (
            <div className="history">
              <SessionList sessions={sorted} openId={open?.id ?? null} />
              {open && <SessionTimeline key={open.id} session={open} />}
            </div>
          );
        }}
      </ReadState>
    </Panel>
  );
}
