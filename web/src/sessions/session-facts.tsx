import type { ReactNode } from 'react';
import { useMe } from '../api/me.js';
import { Moment } from '../ui/moment.js';
import { SessionTime } from '../ui/session-time.js';
import type { Session } from './session-reads.js';
import { useSessionWords } from './use-session-words.js';

/** What is known of a session; what is for staff only does not come to others in the first place. */
export function SessionFacts({ session }: { session: Session }) {
  const { attendances, detail: words, rejectCategories, roles } = useSessionWords();
  const { data: me } = useMe();
  const { patient, createdBy, decidedBy, status, timeZone } = session;
  const zone = me?.role === 'PATIENT' ? undefined : timeZone;
  return (
    <dl className="fact-list">
      <Fact name={words.when}>
        <SessionTime startsAt={session.startsAt} endsAt={session.endsAt} timeZone={timeZone} />
      </Fact>
      <Fact name={words.patient}>{patient.fullName}</Fact>
      {patient.phone && (
        <Fact name={words.phone}>
          <a href={`tel:${patient.phone}`}>{patient.phone}</a>
        </Fact>
      )}
      {patient.email && (
        <Fact name={words.email}>
          <a href={`mailto:${patient.email}`}>{patient.email}</a>
        </Fact>
      )}
      <Fact name={words.doctor}>{session.doctor.fullName}</Fact>
      <Fact name={words.place}>
        <Place session={session} />
      </Fact>
      {status === 'APPROVED' && <Fact name={words.attendance}>{attendances[session.attendance]}</Fact>}
      {status === 'PENDING' && (
        <Fact name={words.decisionDue}>
          <Moment at={session.decisionDueAt} timeZone={zone} />
        </Fact>
      )}
      {session.visitReason && <Fact name={words.visitReason}>{session.visitReason}</Fact>}
      {session.note && <Fact name={words.note}>{session.note}</Fact>}
      {(session.reason || session.reasonCategory) && (
        <Fact name={words.reason}>
          {[session.reasonCategory && rejectCategories[session.reasonCategory], session.reason]
            .filter(Boolean)
            .join(': ')}
        </Fact>
      )}
      <Fact name={words.askedBy}>
        {createdBy && `${createdBy.fullName} (${roles[createdBy.role]}), `}
        <Moment at={session.createdAt} timeZone={zone} />
      </Fact>
      {session.decidedAt && (
        <Fact name={words.decidedBy}>
          {decidedBy && `${decidedBy.fullName} (${roles[decidedBy.role]}), `}
          <Moment at={session.decidedAt} timeZone={zone} />
        </Fact>
      )}
    </dl>
  );
}

/** Where a session is, in words; the link to a video call once there is one. */
export function Place({ session: { room, telehealth, telehealthUrl } }: { session: Session }) {
  const { detail: words, marks } = useSessionWords();
  if (!telehealth) return room?.name ?? words.noRoom;
  return telehealthUrl ? (
    <a href={telehealthUrl} target="_blank" rel="noreferrer">
      {words.join}
    </a>
  ) : (
    marks.telehealth
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
