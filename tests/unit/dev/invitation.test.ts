import { describe, expect, test } from '@jest/globals';
import { sessionCalendar } from '../../../domain/notifications/calendar.js';
import { readInvitation } from '../../../dev/simulator/server/invitation.js';

const view = {
  uid: '0e4f3b0a-6a55-5f6f-9f0e-0d4c4f3a2b1c',
  domain: 'elm-street.example',
  sequence: 4,
  startsAt: '2027-03-01T08:30:00.000Z',
  endsAt: '2027-03-01T09:00:00.000Z',
  summary: 'Elm Street Clinic: Dr Layla Haddad, a summary that is long enough to be folded over two lines',
  location: 'Room 2, First floor',
  description: 'HPK37',
  stampMs: Date.parse('2027-02-01T00:00:00Z'),
};

describe('readInvitation', () => {
  test('reads what the clinic sends', () => {
    const source = sessionCalendar({ ...view, method: 'REQUEST' });
    expect(readInvitation(source)).toEqual({
      method: 'REQUEST',
      uid: `${view.uid}@${view.domain}`,
      sequence: 4,
      status: 'CONFIRMED',
      summary: view.summary,
      startsAt: view.startsAt,
      endsAt: view.endsAt,
      location: view.location,
      source,
    });
  });

  test('reads what takes it back, without a place', () => {
    const source = sessionCalendar({ ...view, location: null, sequence: 5, method: 'CANCEL' });
    expect(readInvitation(source)).toMatchObject({
      method: 'CANCEL',
      status: 'CANCELLED',
      sequence: 5,
      location: null,
    });
  });

  test('reads local times with the zone that the file brings', () => {
    const source = [
      'BEGIN:VCALENDAR',
      'METHOD:REQUEST',
      'BEGIN:VTIMEZONE',
      'TZID:Here',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0200',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART;TZID=Here:20270301T103000',
      'DURATION:PT30M',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(readInvitation(source)).toMatchObject({ startsAt: view.startsAt, endsAt: view.endsAt });
  });

  test.each([
    '',
    'nonsense',
    'BEGIN:VCALENDAR\r\nEND:VCALENDAR',
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR',
  ])('finds no invitation in %j', (source) => expect(readInvitation(source)).toBeNull());
});
