import type { Session, SessionStatus } from './session-reads.js';
import { useSessionWords } from './use-session-words.js';

const TONES: Record<SessionStatus, 'good' | 'warn' | 'bad' | 'quiet'> = {
  PENDING: 'warn',
  APPROVED: 'good',
  REJECTED: 'bad',
  EXPIRED: 'quiet',
  CANCELLED: 'quiet',
  COMPLETED: 'good',
  NO_SHOW: 'bad',
};

export function StatusTag({ status }: { status: SessionStatus }) {
  const { statuses } = useSessionWords();
  return <span className={`tag ${TONES[status]}`}>{statuses[status]}</span>;
}

/** The status, and what else one has to know at a glance. */
export function StatusTags({ session }: { session: Session }) {
  const { attendances, marks } = useSessionWords();
  const { status, attendance, move, overbooked } = session;
  return (
    <span className="tags">
      <StatusTag status={status} />
      {attendance !== 'UNKNOWN' && status === 'APPROVED' && (
        <span className={`tag ${attendance === 'CONFIRMED' ? 'good' : 'bad'}`}>{attendances[attendance]}</span>
      )}
      {move && <span className="tag warn">{marks.moveOpen}</span>}
      {overbooked && <span className="tag bad">{marks.overbooked}</span>}
    </span>
  );
}
