import { useClock } from '../time/use-clock.js';
import type { TimelineEntry } from './timeline.js';

/** One thing that was done or told. */
export function TimelineRow({ entry }: { entry: TimelineEntry }) {
  const clock = useClock();
  const kind = entry.failed ? 'is-failed' : entry.what === 'STEP' ? 'is-step' : 'is-message';
  return (
    <li className={`timeline-row ${kind}`}>
      <time dateTime={entry.at} title={clock.dateTime(entry.at)}>
        {clock.recent(entry.at, Date.now())}
      </time>
      <p>
        {entry.words}
        {entry.reason && <span className="reason"> “{entry.reason}”</span>}
      </p>
    </li>
  );
}
