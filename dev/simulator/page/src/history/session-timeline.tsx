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
      </header>
      <ReadState what="this session’s history" read={story} isEmpty={() => false}>
        {(data) => <Entries story={data} />}
      </ReadState>
    </section>
  );
}

function Entries({ story }: { story: SessionStory }) {
  return (
    <>
      {story.workflowUrl && (
        <a className="button small" href={story.workflowUrl} target="_blank" rel="noreferrer">
          Watch its workflow in Temporal <span aria-hidden="true">↗</span>
        </a>
      )}
      <ol className="timeline-list">
        {timeline(story).map((entry) => (
          <TimelineRow key={entry.key} entry={entry} />
        ))}
      </ol>
    </>
  );
}
