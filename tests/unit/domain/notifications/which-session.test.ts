import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  renderWhichSession,
  smsSize,
  type WhichSessionContext,
} from '../../../../domain/notifications/catalogue/index.js';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'];
const CODES = ['HFPK4', '3MWXY', '4H7KP', 'CRYPT', 'JJJ33', 'W9TXD'];
const STARTS = ['2026-12-03T07:30:00Z', '2026-12-08T08:15:00Z', '2026-12-09T09:00:00Z', '2026-12-22T10:45:00Z'];

function asked(startsAt: string[], changes: Partial<WhichSessionContext> = {}, names: (string | null)[] = []) {
  return renderWhichSession({
    language: 'en',
    clinicName: 'Elm Street Clinic',
    timeZone: 'Europe/Berlin',
    answer: 2,
    options: startsAt.map((start, at) => ({
      letter: LETTERS[at] ?? '',
      startsAt: start,
      code: CODES[at] ?? '',
      patientName: names[at] ?? null,
    })),
    mostLettered: 4,
    ...changes,
  });
}

describe('"which one?"', () => {
  test.each([
    ['en', 2, 'Elm Street Clinic: which one? A: Thu 3 Dec 08:30 CET, B: Tue 8 Dec 09:15 CET. Reply A or B.'],
    ['es', 2, 'Elm Street Clinic: ¿qué cita? A: jue 3 dic 08:30 CET, B: mar 8 dic 09:15 CET. Responda A o B.'],
    [
      'en',
      4,
      'Elm Street Clinic: which one? A: Thu 3 Dec 08:30 CET, B: Tue 8 Dec 09:15 CET, C: Wed 9 Dec 10:00 CET, D: Tue 22 Dec 11:45 CET. Reply A, B, C or D.',
    ],
  ])('%s, %i sessions', (language, count, body) => {
    expect(asked(STARTS.slice(0, count), { language })).toEqual({ body, lettered: true });
  });

  test('names the patients of a shared number by their first names, where they fit', () => {
    const names = ['Sara Ali', 'Dr. José Weber'];
    expect(asked(STARTS.slice(0, 2), {}, names).body).toContain('A: Sara Thu 3 Dec 08:30 CET, B: José Tue 8 Dec');
    const long = Array<string>(4).fill('Wolfeschlegelsteinhausenbergerdorff');
    const { body, lettered } = asked(STARTS, {}, long);
    expect(lettered).toBe(true);
    expect(body).not.toContain('Wolfe');
  });

  test('tells sessions at one time apart by name, else by code', () => {
    const same = ['2026-12-03T07:30:00Z', '2026-12-03T07:30:00Z'];
    expect(asked(same, {}, ['Sara Ali', 'Jonas Weber']).body).toContain('A: Sara Thu 3 Dec 08:30 CET, B: Jonas Thu');
    expect(asked(same).body).toContain('A: Thu 3 Dec 08:30 CET HFPK4, B: Thu 3 Dec 08:30 CET 3MWXY.');
  });

  test('more than four are asked for by code', () => {
    const five = [...STARTS, '2026-12-23T10:45:00Z'];
    expect(asked(five)).toEqual({
      body: 'Elm Street Clinic: you have 5 sessions. Reply 2 and the code of the one you mean. The code is in our text about it.',
      lettered: false,
    });
    expect(asked(five, { language: 'es' }).body).toBe(
      'Elm Street Clinic: tiene 5 citas. Responda 2 y el código de la que quiere decir. Está en nuestro mensaje sobre ella.'
        .replace('ó', 'o')
        .replace('á', 'a'),
    );
  });

  test('is one segment of GSM-7 in which no two sessions read alike, whoever and wherever', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 2, maxLength: 6 }),
        fc.constantFrom('en', 'es'),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })), { minLength: 6, maxLength: 6 }),
        (hours, language, timeZone, clinicName, names) => {
          const starts = hours.map((hour) =>
            new Date(Date.parse('2026-12-01T00:00:00Z') + hour * 3_600_000).toISOString(),
          );
          const { body, lettered } = asked(starts, { language, timeZone, clinicName }, names);
          expect(smsSize(body)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
          if (starts.length > 4) expect(lettered).toBe(false);
          if (lettered) for (const at of starts.keys()) expect(body).toContain(`${LETTERS[at]}: `);
        },
      ),
      { numRuns: 100 },
    );
  });
});
