import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** One session as a calendar entry. Instants are ISO UTC; the texts are plain and hold nothing medical. */
export interface SessionEntry {
  /** The session's id: with the domain it is the entry's identity for ever. */
  uid: string;
  /** Right-hand side of the identity, e.g. `clinic.example`. */
  domain: string;
  /** The session's version: a later entry replaces an earlier one. */
  sequence: number;
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

/** REQUEST invites somebody, CANCEL takes back, PUBLISH only tells. */
export interface SessionCalendarView extends SessionEntry {
  method: 'REQUEST' | 'CANCEL' | 'PUBLISH';
}

/** How often who subscribed shall look again. */
const LOOK_AGAIN_SECONDS = 3_600;

/** The session as an iCalendar object (RFC 5545): the same entry over its whole life, updated or cancelled. */
export function sessionCalendar(view: SessionCalendarView): string {
  const calendar = new ICalCalendar({ prodId: productOf(view.domain), method: ICalCalendarMethod[view.method] });
  addEntry(calendar, view, view.method === 'CANCEL');
  return calendar.toString();
}

/** Several sessions as one calendar that is subscribed to. */
export function sessionFeed(feed: { name: string; domain: string; entries: readonly SessionEntry[] }): string {
  const calendar = new ICalCalendar({
    prodId: productOf(feed.domain),
    method: ICalCalendarMethod.PUBLISH,
    name: feed.name,
    ttl: LOOK_AGAIN_SECONDS,
  });
  for (const entry of feed.entries) addEntry(calendar, entry, false);
  return calendar.toString();
}

const productOf = (domain: string) => ({ company: domain, product: 'sessions', language: 'EN' });

function addEntry(calendar: ICalCalendar, view: SessionEntry, cancelled: boolean): void {
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
}
