import ICAL from 'ical.js';
import type { Invitation } from '../contract.js';

/** A calendar file's one event; null where it holds none that can be read. */
export function readInvitation(source: string): Invitation | null {
  try {
    return invitationOf(new ICAL.Component(ICAL.parse(source) as unknown[]), source);
  } catch {
    // The reader has no error of its own: what it cannot read fails in many ways.
    return null;
  }
}

function invitationOf(calendar: ICAL.Component, source: string): Invitation | null {
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) return null;
  const event = new ICAL.Event(component);
  const word = (holder: ICAL.Component, name: string): string => String(holder.getFirstPropertyValue(name) ?? '');
  return {
    method: word(calendar, 'method'),
    uid: event.uid,
    sequence: Number(event.sequence ?? 0),
    status: word(component, 'status'),
    summary: event.summary ?? '',
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    location: event.location || null,
    source,
  };
}
