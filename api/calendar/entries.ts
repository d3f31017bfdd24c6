import type { SessionEntry } from '../../domain/notifications/calendar.js';
import type { CalendarSession } from '../../prisma/views/calendar-view.js';

interface EntryContext {
  domain: string;
  now: Date;
}

/** A session as the mails put it into a calendar, so that it is one entry however it got there. */
export function sessionEntry(session: CalendarSession, { domain, now }: EntryContext): SessionEntry {
  return {
    uid: session.id,
    domain,
    sequence: session.version,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    summary: `${session.clinicName}: ${session.doctorName}`,
    description: session.code,
    location: session.place,
    url: session.telehealthUrl,
    stampMs: now.getTime(),
    organizer: { name: session.clinicName, email: `no-reply@${domain}` },
  };
}

/** The same for the doctor, whom the own name would tell nothing. No patient is named: calendars are kept by other firms. */
export function doctorEntry(session: CalendarSession, context: EntryContext): SessionEntry {
  return { ...sessionEntry(session, context), summary: `${session.clinicName}: ${session.code}` };
}
