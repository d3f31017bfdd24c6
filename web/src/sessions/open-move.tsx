import { Section } from '../ui/section.js';
import { Moment } from '../ui/moment.js';
import { SessionTime } from '../ui/session-time.js';
import type { Session } from './session-reads.js';
import { useSessionWords } from './use-session-words.js';

/** The proposed time that is still open, if there is one. */
export function OpenMove({ session: { move, timeZone } }: { session: Session }) {
  const { move: words, timeline } = useSessionWords();
  if (!move) return null;
  return (
    <Section title={words.title}>
      <div className="open-move">
        <p className="proposed-time">
          <SessionTime startsAt={move.startsAt} endsAt={move.endsAt} timeZone={timeZone} />
        </p>
        <p>{[move.doctor.fullName, move.room?.name].filter(Boolean).join(' · ')}</p>
        <p>
          {words.awaits[move.awaiting]} {move.proposedBy && `${words.proposedBy(move.proposedBy.fullName)}.`}
        </p>
        {move.reason && <p>{timeline.reason(move.reason)}</p>}
        <p className="hint">
          {words.until} <Moment at={move.dueAt} timeZone={timeZone} />
        </p>
      </div>
    </Section>
  );
}
