import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BookLine, parseBookLine } from '../../../../domain/chat/book-line.js';

/** A Tuesday. */
const context = { today: '2027-05-11', nowTime: '12:00' };
const base = { doctor: 'haddad', patient: 'sara', date: '2027-05-12', time: '10:30', room: null, telehealth: false };

const understood: [line: string, booking: Partial<BookLine>][] = [
  ['book dr-haddad "Sara Ali" wed 10:30 room 2', { doctor: 'dr-haddad', patient: 'Sara Ali', room: 'room 2' }],
  ['dr-haddad “Sara Ali” wed 10:30', { doctor: 'dr-haddad', patient: 'Sara Ali' }],
  ['"Samir Haddad" "Sara Ali" wed 10:30', { doctor: 'Samir Haddad', patient: 'Sara Ali' }],
  ['dr haddad Sara Ali wed 10:30', { doctor: 'dr haddad', patient: 'Sara Ali' }],
  ['Dr. Haddad sara wed 10:30', { doctor: 'Dr. Haddad' }],
  ['haddad Sun Li wed 10:30', { patient: 'Sun Li' }],
  ['haddad May Smith wed 10:30', { patient: 'May Smith' }],
  ['haddad "Wed 10:30" wed 10:30', { patient: 'Wed 10:30' }],
  ['BOOK haddad sara WED 10:30', {}],
  ['haddad sara tomorrow 10:30', {}],
  ['haddad sara today 14:00', { date: '2027-05-11', time: '14:00' }],
  ['haddad sara tue 14:00', { date: '2027-05-11', time: '14:00' }],
  ['haddad sara tue 10:30', { date: '2027-05-18' }],
  ['haddad sara tue 12:00', { date: '2027-05-18', time: '12:00' }],
  ['haddad sara 14:00 tue', { date: '2027-05-11', time: '14:00' }],
  ['haddad sara next tue 10:30', { date: '2027-05-18' }],
  ['haddad sara next mon 10:30', { date: '2027-05-17' }],
  ['haddad sara mon 10:30', { date: '2027-05-17' }],
  ['haddad sara thurs 10:30', { date: '2027-05-13' }],
  ['haddad sara Saturday 10:30', { date: '2027-05-15' }],
  ['haddad sara 12 May 10:30', {}],
  ['haddad sara May 12 10:30', {}],
  ['haddad sara may 12th, 10:30', {}],
  ['haddad sara 12 may 2027 10:30', {}],
  ['haddad sara 12.5. 10:30', {}],
  ['haddad sara 12.05.2027 10:30', {}],
  ['haddad sara 2027-05-12 10:30', {}],
  ['haddad sara 10 May 10:30', { date: '2028-05-10' }],
  ['haddad sara 1 sept 10:30', { date: '2027-09-01' }],
  ['haddad sara 29 feb 10:30', { date: '2028-02-29' }],
  ['haddad sara on wed at 10:30', {}],
  ['haddad sara wed 10.30', {}],
  ['haddad sara wed 10h30', {}],
  ['haddad sara wed 1030', {}],
  ['haddad sara wed 3pm', { time: '15:00' }],
  ['haddad sara wed 3:15 pm', { time: '15:15' }],
  ['haddad sara wed 12am', { time: '00:00' }],
  ['haddad sara wed 12pm', { time: '12:00' }],
  ['haddad sara wed noon', { time: '12:00' }],
  ['haddad sara wed 9', { time: '09:00' }],
  ['haddad sara 12 May 9', { time: '09:00' }],
  ['haddad sara 10:30 wed', {}],
  ['haddad sara 10.30 12.5.', {}],
  ['haddad sara wed 10:30 in room blue', { room: 'room blue' }],
  ['haddad sara wed 10:30 "Room 2, first floor"', { room: 'Room 2, first floor' }],
  ['haddad sara wed 10:30 telehealth', { telehealth: true }],
  ['haddad sara wed 10:30 by video', { telehealth: true }],
];

const refused: [line: string, part: string][] = [
  ['', 'doctor'],
  ['book', 'doctor'],
  ['dr', 'doctor'],
  ['haddad', 'patient'],
  ['haddad wed 10:30', 'patient'],
  ['dr haddad wed 10:30', 'patient'],
  ['haddad sara', 'day'],
  ['haddad sara 10:30', 'day'],
  ['haddad sara wendsday 10:30', 'day'],
  ['haddad sara 12/5 10:30', 'day'],
  ['haddad sara 31 feb 10:30', 'day'],
  ['haddad sara 2027-13-01 10:30', 'day'],
  ['haddad sara wed', 'time'],
  ['haddad sara wed 25:00', 'time'],
  ['haddad sara wed 10:75', 'time'],
  ['haddad sara wed 13pm', 'time'],
  ['haddad sara wed 3', 'time'],
  ['haddad sara wed room 2', 'time'],
];

describe('parseBookLine', () => {
  test.each(understood)('%s', (line, booking) => expect(parseBookLine(line, context)).toEqual({ ...base, ...booking }));

  test.each(refused)('%s: asks for the %2$s', (line, part) => {
    const answer = parseBookLine(line, context);
    expect(answer).toMatchObject({ part });
    expect((answer as { error: string }).error).toContain('/session book');
  });

  test('quotes the word that it takes for a day', () => {
    expect(parseBookLine('haddad sara wendsday 10:30', context)).toMatchObject({
      error: expect.stringContaining('“wendsday”'),
    });
  });

  test('without the time of day, the weekday of today is today', () => {
    expect(parseBookLine('haddad sara tue 10:30', { today: '2027-05-11' })).toMatchObject({ date: '2027-05-11' });
  });

  test('answers whatever is typed', () => {
    const words = fc.array(
      fc.constantFrom('haddad', '"', 'tue', '12', 'May', '10:30', 'next', 'dr', 'room', '2', ',', 'at', '3pm', '😀'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(words, (typed) => {
        const answer = parseBookLine(typed.join(' '), context);
        if ('error' in answer) return;
        expect(answer.date).toMatch(/^20\d\d-\d\d-\d\d$/);
        expect(answer.date >= context.today).toBe(true);
        expect(answer.time).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        expect(answer.doctor && answer.patient).toBeTruthy();
      }),
    );
  });
});
