import type { SessionLine } from '../../../contract.js';
import { useStage } from '../stage/use-stage.js';
import { useClock } from '../time/use-clock.js';
import { StatusTag } from './status-tag.js';

/** One session in the list. */
export function SessionRow({ session, open }: { session: SessionLine; open: boolean }) {
  const { move } = useStage();
  const clock = useClock();
  return (
    <button
      type="button"
      className="line"
      aria-current={open || undefined}
      onClick={() => move({ type: 'OPEN_SESSION', id: session.id })}
    >
      <span className="line-main">
        <span className="line-top">
          <span className="line-title">
            <span className="code">{session.code}</span> {session.patient}
          </span>
          <StatusTag session={session} />
        </span>
        <span className="line-bottom">
          <span className="line-text">
            {session.doctor} · {clock.dateTime(session.startsAt)}
          </span>
        </span>
      </span>
    </button>
  );
}
