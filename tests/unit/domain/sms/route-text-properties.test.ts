import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RoutedPrompt } from '../../../../domain/sms/which-question.js';
import { FRIDAY, MONDAY, NOW_MS, questionAbout, routed, routedPrompt, WEDNESDAY } from './routed.js';
import { REPLIES } from './replies.js';

const INTENTS = ['CONFIRM', 'DECLINE', 'CHANGE'] as const;
const CODES = ['HFPK4', '3MWXY', '4H7KP', 'CRYPT', 'JJJ33', 'W9TXD'];
const HOUR_MS = 3_600_000;

/** Two to six sessions, at times that may coincide, of one or two patients; the newest question first. */
const sessions = (most: number): fc.Arbitrary<RoutedPrompt[]> =>
  fc
    .array(
      fc.record({
        hours: fc.integer({ min: 1, max: 400 }),
        patientId: fc.constantFrom('sara', 'jonas'),
        answer: fc.constantFrom(null, ...INTENTS),
      }),
      { minLength: 2, maxLength: most },
    )
    .map((rows) =>
      rows.map(({ hours, ...rest }, at) =>
        routedPrompt(CODES[at] ?? '', new Date(NOW_MS + hours * HOUR_MS).toISOString(), rest),
      ),
    );

describe('where several sessions wait for an answer', () => {
  test('no text that names none is applied to any', () => {
    fc.assert(
      fc.property(sessions(CODES.length), fc.constantFrom(...Object.values(REPLIES).flat()), (prompts, text) => {
        expect(routed(text, prompts).kind).not.toBe('APPLY');
      }),
      { numRuns: 500 },
    );
  });

  test('no text at all is applied without a question to a session whose code it does not carry', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom('1', '2', '3', 'no', 'yes', 'cancel', 'the', 'first', 'A', 'b', ...CODES), {
          maxLength: 5,
        })
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(sessions(4), anything, (prompts, text) => {
        const route = routed(text, prompts);
        if (route.kind !== 'APPLY') return;
        expect(text).toContain(route.prompt.code);
        expect(prompts.filter(({ code }) => text.includes(code))).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
  });

  test('an answer is applied to the one session that all of its words name, by each of them', () => {
    const [all, none] = [['HFPK4', '3MWXY', '4H7KP'], []];
    const pool: [text: string, named: string[]][] = [
      ['b', ['3MWXY']],
      ['C', ['4H7KP']],
      ['the first', ['HFPK4']],
      ['la segunda', ['3MWXY']],
      ['the last', ['4H7KP']],
      ['fri', ['HFPK4']],
      ['miércoles', ['3MWXY']],
      ['monday', ['4H7KP']],
      ['08:30', ['HFPK4']],
      ['9.15', ['3MWXY']],
      ['2:30 pm', ['4H7KP']],
      ['3 dec', ['HFPK4']],
      ['8 de diciembre', ['3MWXY']],
      ['13th', ['4H7KP']],
      ['HFPK4', ['HFPK4']],
      ['4h7kp', ['4H7KP']],
      ['tuesday', none],
      ['10:00', none],
      ['not', none],
      ['no', none],
      ['or', none],
      ['y', none],
      ['please', all],
      ['ok', all],
      ['1', all],
      ['cancel', all],
      ['3', all],
    ];
    const isNaming = (named: string[]): boolean => named.length === 1;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...INTENTS),
        (parts, kept) => {
          const prompts = [MONDAY, WEDNESDAY, FRIDAY];
          const route = routed(parts.map(([text]) => text).join(' , '), prompts, questionAbout(prompts, kept));
          if (route.kind !== 'APPLY') return;
          expect(parts.some(([, named]) => isNaming(named))).toBe(true);
          for (const [, named] of parts) expect(named).toContain(route.prompt.code);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('a letter reaches only the session that it was shown for, at the time that was shown, whatever has changed', () => {
    fc.assert(
      fc.property(
        sessions(4),
        fc.array(fc.constantFrom('STAYS', 'GONE', 'MOVED', 'LOST'), { minLength: 4, maxLength: 4 }),
        fc.constantFrom('A', 'B', 'C', 'D'),
        fc.constantFrom(...INTENTS),
        (prompts, fates, letter, kept) => {
          const question = questionAbout(prompts, kept);
          const now = prompts.flatMap((prompt, at) => after(prompt, fates[at] ?? 'STAYS'));
          const route = routed(letter, now, question);
          if (route.kind !== 'APPLY') return;
          const shown = question.options.find((option) => option.letter === letter);
          expect(route.questionId).toBe(question.id);
          expect(route.intent).toBe(kept);
          expect(route.prompt).toMatchObject({ sessionId: shown?.sessionId, startsAt: shown?.startsAt, open: true });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

function after(prompt: RoutedPrompt, fate: string): RoutedPrompt[] {
  switch (fate) {
    case 'GONE':
      return [{ ...prompt, open: false }];
    case 'LOST':
      return [{ ...prompt, undelivered: true }];
    case 'MOVED': {
      const startsAt = new Date(Date.parse(prompt.startsAt) + HOUR_MS).toISOString();
      return [
        { ...prompt, promptId: 'moved', startsAt, expiresAt: startsAt },
        { ...prompt, open: false },
      ];
    }
    default:
      return [prompt];
  }
}
