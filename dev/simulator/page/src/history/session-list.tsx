import type { SessionLine } from '../../../contract.js';
import { SessionRow } from './session-row.js';

interface Props {
  sessions: SessionLine[];
  openId: string | null;
}

/** The session that was booked last is on top. */
export function SessionList({ sessions, openId }: Props) {
  return (
    <ul className="plain-list session-list" aria-label="Recent sessions">
      {sessions.map((session) => (
        <li key={session.id}>
          <SessionRow session={session} open={session.id === openId} />
        </li>
      ))}
    </ul>
  );
}
