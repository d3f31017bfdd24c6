import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** One session as a calendar entry. Instants are ISO UTC; the texts are plain and hold nothing medical. */
export interface SessionCalendarView {
  /** The session's id: with the domain it is the entry's identity for ever. */
  uid: string;
  /** Right-hand side of the identity, e.g. `clinic.example`. */
  domain: string;
  /** The session's version: a later entry replaces an earlier one. */
  sequence: number;
  method: 'REQUEST' | 'CANCEL';
  startsAt: string;
  endsAt: string;
  summary: string;
  location: string | null;
  description: string;
  stampMs: number;
  /** Sender of the entry; `no-reply@<domain>` when it is not given. */
  organizer?: { name: string; email: string } | null;
  attendee?: { name: string; email: string } | null;
  /** A telehealth session's link. */
  url?: string | null;
}

/** The session as an iCalendar object (RFC 5545): the same entry over its whole life, updated or cancelled. */
export function sessionCalendar(view: SessionCalendarView): string {
  const cancelled = view.method === 'CANCEL';
  const calendar = new ICalCalendar({
    prodId: { company: view.domain, product: 'sessions', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  calendar.createEvent({
    id: `${view.uid}@${view.domain}`,
    sequence: view.sequence,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    start: new Date(view.startsAt),
    end: new Date(view.endsAt),
    stamp: new Date(view.stampMs),
    summary: view.summary,
    location: view.location,
    description: view.description,
    url: view.url ?? null,
    organizer: view.organizer ?? { name: view.domain, email: `no-reply@${view.domain}` },
    attendees: view.attendee ? [{ name: view.attendee.name, email: view.attendee.email, rsvp: false }] : [],
  });
  return calendar.toString();
}
