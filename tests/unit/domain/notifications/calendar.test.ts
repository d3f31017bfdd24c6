import { describe, expect, test } from '@jest/globals';
import { type SessionCalendarView, sessionCalendar } from '../../../../domain/notifications/calendar.js';
import { expectGolden } from '../support/golden.js';

const view: SessionCalendarView = {
  uid: '6f1f0c0e-6a51-4a53-9a51-0a3f3a0c9d11',
  domain: 'clinic.example',
  sequence: 2,
  method: 'REQUEST',
  startsAt: '2027-05-12T08:30:00Z',
  endsAt: '2027-05-12T09:00:00Z',
  summary: 'Dr. Samir Haddad, Elm Street Clinic',
  location: 'Room 2, first floor; left\nside',
  description: 'Code K7M2Q. ' + 'ñ'.repeat(80),
  stampMs: Date.parse('2027-05-10T08:00:00Z'),
};

const lines = (text: string): string[] => text.replace(/\r\n /g, '').split('\r\n');

describe('sessionCalendar', () => {
  test('an approved session', () => expectGolden('calendar.request.ics', sessionCalendar(view)));

  test('keeps its identity and rises when it is cancelled', () => {
    const cancelled = lines(sessionCalendar({ ...view, method: 'CANCEL', sequence: 3 }));
    expect(cancelled).toContain('METHOD:CANCEL');
    expect(cancelled).toContain('STATUS:CANCELLED');
    expect(cancelled).toContain('SEQUENCE:3');
    expect(cancelled).toContain('UID:6f1f0c0e-6a51-4a53-9a51-0a3f3a0c9d11@clinic.example');
  });

  test('is the same text for the same input, with CRLF and lines of 75 octets at most', () => {
    const text = sessionCalendar(view);
    expect(sessionCalendar(view)).toBe(text);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  test('texts cannot add properties', () => {
    const text = sessionCalendar({
      ...view,
      summary: 'A\r\nATTENDEE:mailto:x@example.org',
      location: 'B\nURL:http://x',
    });
    expect(lines(text).filter((line) => /^(ATTENDEE|URL)/.test(line))).toEqual([]);
  });

  test('names who is invited and where the link leads', () => {
    const organizer = { name: 'Elm Street Clinic', email: 'desk@clinic.example' };
    const attendee = { name: 'Sara Ali', email: 'sara@example.org' };
    const all = lines(sessionCalendar({ ...view, organizer, attendee, url: 'https://visit.example/x' })).join('\n');
    expect(all).toContain('ORGANIZER;CN="Elm Street Clinic":mailto:desk@clinic.example');
    expect(all).toMatch(/ATTENDEE.*mailto:sara@example\.org/i);
    expect(all).toContain('https://visit.example/x');
  });
});
