import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGsm7, renderEmail, renderSms, smsSize } from '../../../../domain/notifications/catalogue/index.js';
import { isForPatient, NOTIFICATION_KINDS } from '../../../../domain/notifications/types.js';
import { expectGolden } from '../support/golden.js';
import { message, MESSAGES } from '../support/messages.js';

const LANGUAGES = ['en', 'es'] as const;
const everything = Object.values(MESSAGES).flatMap((changes) =>
  LANGUAGES.map((language) => message({ ...changes, language })),
);
const JARGON =
  /\b(UTC|null|undefined|NaN|PENDING|APPROVED|REJECTED|TIME_|slot|workflow|token)\b|[0-9a-f]{8}-[0-9a-f]{4}/;

describe('golden files', () => {
  test.each(LANGUAGES)('texts, %s', (language) => {
    const texts = Object.entries(MESSAGES).map(([name, changes]) => {
      const text = renderSms(message({ ...changes, language }));
      const { units, segments } = smsSize(text);
      return `# ${name} (${units} characters, ${segments} segment${segments === 1 ? '' : 's'})\n${text}\n`;
    });
    expectGolden(`sms.${language}.txt`, texts.join('\n'));
  });

  test.each(LANGUAGES)('emails, %s', (language) => {
    const mails = Object.entries(MESSAGES)
      .filter(([name]) => !name.includes('first message'))
      .map(([name, changes]) => {
        const { subject, text } = renderEmail(message({ ...changes, language }));
        return `# ${name}\nSubject: ${subject}\n\n${text}`;
      });
    expectGolden(`email.${language}.txt`, mails.join('\n\n'));
  });

  test('an email as HTML', () => {
    expectGolden('email.rejected.html', renderEmail(message(MESSAGES['rejected, time unavailable'])).html);
    expectGolden('email.telehealth.html', renderEmail(message(MESSAGES['approved, telehealth'])).html);
  });

  test('there is a message for every kind that patients hear of', () => {
    expect([...new Set(everything.map(({ kind }) => kind))].sort()).toEqual(
      NOTIFICATION_KINDS.filter(isForPatient).sort(),
    );
  });
});

describe('texts', () => {
  test('are GSM-7, name clinic, code and time, and speak plainly', () => {
    for (const context of everything) {
      const text = renderSms(context);
      expect(isGsm7(text)).toBe(true);
      expect(text).toMatch(/^Elm Street Clinic: /);
      const words = text.replaceAll(context.telehealthUrl ?? ' ', ' ');
      expect(words).not.toMatch(JARGON);
      if (context.code !== null) expect(text).toContain(context.code);
      if (context.startsAt === null || context.kind === 'STAFF_REPLY') continue;
      expect(text).toMatch(/(Wed 12 May|mié 12 may) (10:30 CEST|\(CEST\): 10:30)/);
    }
  });

  test('an expiry never reads as a refusal', () => {
    for (const language of LANGUAGES) {
      const context = message({ kind: 'EXPIRED', status: 'EXPIRED', language });
      const words = [renderSms(context), renderEmail(context).text, renderEmail(context).subject].join(' ');
      expect(words).not.toMatch(
        /reject|declin|refus|denied|not possible|unavailable|rechaz|deneg|no es posible|no está disponible/i,
      );
    }
  });

  test('no place, link or other doctor before the approval', () => {
    for (const kind of ['BOOKED', 'REJECTED', 'EXPIRED'] as const) {
      const context = message({ kind, telehealthUrl: 'https://visit.example/x' });
      expect(renderSms(context) + renderEmail(context).text).not.toMatch(/Room 2|visit\.example/);
    }
  });

  test('prompts offer 1, 2 and 3 and none of the words that opt in or out', () => {
    for (const language of LANGUAGES) {
      const text = renderSms(message({ language }));
      expect(text).toMatch(/1 .*2 .*3 /);
      expect(text).not.toMatch(/\b(yes|cancel|end|quit|stop|start|sí)\b/i);
    }
  });

  const letters = fc.constantFrom(...'abcdefgimorstuABCMWÑéáßłØ -ñİž');
  const name = (maxLength: number): fc.Arbitrary<string> =>
    fc
      .string({ unit: letters, minLength: 1, maxLength })
      .map((text) => text.trim())
      .filter((text) => text !== '');

  test('request, approval and cancellation fit one segment with the longest names, and say who and where', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('BOOKED', 'APPROVED', 'CANCELLED'),
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
        fc.string({ unit: fc.constantFrom(...'Wmé '), minLength: 24, maxLength: 24 }),
        fc.string({ unit: fc.constantFrom(...'Wmé'), minLength: 24, maxLength: 24 }),
        name(200).map((doctor) => `Dr. ${doctor}`),
        fc.constantFrom('PATIENT' as const, 'CLINIC' as const, null),
        (kind, language, timeZone, clinicName, place, doctorName, cancelledBy) => {
          const first = kind !== 'APPROVED';
          const names = { clinicName: `C${clinicName.slice(1)}`, place, doctorName, code: 'K7M2QX' };
          const text = renderSms(message({ kind, language, timeZone, cancelledBy, ...names, firstMessage: first }));
          expect(smsSize(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
          if (kind === 'APPROVED') expect(text).toContain(place);
          if (first) expect(text).toContain('STOP');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('another time fits one segment with long names, and tells both times', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('MOVE_PROPOSED' as const, 'MOVED' as const),
        fc.constantFrom(...LANGUAGES),
        name(40).map((doctor) => `Dr. ${doctor}`),
        (kind, language, doctorName) => {
          const proposal = MESSAGES['another time suggested']?.proposal ?? null;
          const times = { previousStartsAt: '2027-05-11T12:00:00Z', proposal };
          const text = renderSms(
            message({ kind, language, doctorName, clinicName: 'C'.repeat(24), place: 'Room 2', ...times }),
          );
          expect(smsSize(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
          expect(text).toMatch(/10:30 CEST/);
          expect(text).toMatch(kind === 'MOVED' ? /14:00/ : /09:00/);
        },
      ),
    );
  });

  test('an approval that is the first message says how to stop, in two segments at worst', () => {
    const worst = message({
      clinicName: 'W'.repeat(24),
      place: 'M'.repeat(24),
      doctorName: `Dr ${'N'.repeat(60)}`,
      firstMessage: true,
    });
    expect(renderSms(worst)).toContain('Reply STOP to opt out');
    expect(smsSize(renderSms(worst)).segments).toBe(2);
  });

  test('whatever people are called, it is one line of GSM-7 without control characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (clinicName, doctorName) => {
          const text = renderSms(message({ clinicName, doctorName, place: doctorName }));
          expect(isGsm7(text)).toBe(true);
          expect(text).not.toMatch(/[\n\r\f]/);
        },
      ),
    );
  });

  test('other times carry one zone, or each its own across a change of clocks', () => {
    const rejected = { kind: 'EXPIRED', status: 'EXPIRED' } as const;
    expect(
      renderSms(message({ ...rejected, alternatives: ['2027-05-12T09:00:00Z', '2027-05-13T09:00:00Z'] })),
    ).toContain('Wed 12 May 11:00, Thu 13 May 11:00 CEST.');
    expect(
      renderSms(message({ ...rejected, alternatives: ['2027-10-30T09:00:00Z', '2027-10-31T09:00:00Z'] })),
    ).toContain('Sat 30 Oct 11:00 CEST, Sun 31 Oct 10:00 CET.');
  });

  test('an unknown language is answered in English, a Spanish variant in Spanish', () => {
    expect(renderSms(message({ language: 'fi' }))).toContain('Reply 1');
    expect(renderSms(message({ language: 'es-MX' }))).toContain('Responda 1');
  });
});

describe('emails', () => {
  test('what people typed is text, in HTML and in the subject', () => {
    const { subject, text, html } = renderEmail(
      message({
        clinicName: 'A\r\nBcc: x@example.org',
        doctorName: '<img src=x onerror="alert(1)">',
        patientName: `O'Neil & "Sons"`,
      }),
    );
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(html).toContain('O&#39;Neil &amp; &quot;Sons&quot;');
    expect(text).toContain(`O'Neil & "Sons"`);
  });

  test('only a web link becomes a link', () => {
    expect(renderEmail(message({ place: null, telehealthUrl: 'https://visit.example/a?b=1&c="' })).html).toContain(
      '<a href="https://visit.example/a?b=1&amp;c=&quot;">',
    );
    expect(renderEmail(message({ place: null, telehealthUrl: 'javascript:alert(1)' })).html).not.toContain('href');
  });

  test('speak plainly', () => {
    for (const context of everything) {
      const { subject, text } = renderEmail(context);
      expect(`${subject} ${text.replaceAll(context.telehealthUrl ?? ' ', ' ')}`).not.toMatch(JARGON);
    }
  });
});
