import type { Invitation } from '../../../contract.js';
import { useClock } from '../time/use-clock.js';

const ASKS: Record<string, string> = { REQUEST: 'Add to the calendar', CANCEL: 'Remove from the calendar' };

/** The calendar file, read and as sent. */
export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const clock = useClock();
  const { startsAt, endsAt } = invitation;
  return (
    <div className="invitation">
      <p className={`invitation-ask ${invitation.method === 'CANCEL' ? 'is-cancel' : ''}`}>
        {ASKS[invitation.method] ?? invitation.method}
      </p>
      <h4>{invitation.summary}</h4>
      <p>
        {clock.day(startsAt)}, {clock.time(startsAt)}–{clock.time(endsAt)} {clock.zoneName(startsAt)}
      </p>
      {invitation.location && <p>{invitation.location}</p>}
      <dl className="facts">
        <dt>Status</dt>
        <dd>{invitation.status.toLowerCase()}</dd>
        <dt>Edition</dt>
        <dd>{invitation.sequence}</dd>
        <dt>Identity</dt>
        <dd className="breakable">{invitation.uid}</dd>
      </dl>
      <details>
        <summary>As sent</summary>
        <pre className="mail-text" tabIndex={0}>
          {invitation.source}
        </pre>
      </details>
    </div>
  );
}
