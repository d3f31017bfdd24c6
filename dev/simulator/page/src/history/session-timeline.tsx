import { useQuery } from '@tanstack/react-query';
import type { SessionLine, SessionStory } from '../../../contract.js';
import { sessionRead } from '../data/reads.js';
import { useClock } from '../time/use-clock.js';
import { ReadState } from '../ui/read-state.js';
import { timeline } from './timeline.js';
import { TimelineRow } from './timeline-row.js';

/** What was done and what was told about one session, and where its workflow can be watched. */
export function SessionTimeline({ session }: { session: SessionLine }) {
  const story = useQuery(sessionRead(session.id));
  const clock = useClock();
  return (
    <section className="timeline" aria-label={`What happened to ${session.code}`}>
      <header className="timeline-header">
        <h3>
          <span className="code">{session.code}</span> {session.patient} with {session.doctor}
        </h3>
        <p className="hint">
          {clock.dateTime(session.startsAt)} {clock.zoneName(session.startsAt)} · {session.place}
        </p>
        {story.data?.workflowUrl && (
          <a className="button small" href={story.data.workflowUrl} target="_blank" rel="noreferrer">
            Workflow in Temporal <span aria-hidden="true">↗</span>
          </a>
        )}
      </header>
      <ReadState what="this session’s history" read={story} isEmpty={() => false}>
        {(data) => <Entries story={data} />}
      </ReadState>
    </section>
  );
}

/** The newest on top, where it can be seen while the list below is cut off. */
function Entries({ story }: { story: SessionStory }) {
  return (
    <ol className="timeline-list" reversed>
      {timeline(story)
        .reverse()
        .map((entry) => (
          <TimelineRow key={entry.key} entry={entry} />
        ))}
    </ol>
  );
}
