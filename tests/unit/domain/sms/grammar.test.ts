import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readReply, type ReplyKind } from '../../../../domain/sms/grammar.js';
import { REPLIES } from './replies.js';

const KINDS = Object.keys(REPLIES) as ReplyKind[];

describe('readReply', () => {
  test.each(KINDS)('reads %s', (kind) => {
    const misread = REPLIES[kind]
      .map((text) => ({ text, kind: readReply(text).kind }))
      .filter((reply) => reply.kind !== kind);
    expect(misread).toEqual([]);
  });

  test('the table is long', () => {
    expect(KINDS.flatMap((kind) => REPLIES[kind]).length).toBeGreaterThanOrEqual(400);
  });

  test('knows which words the provider answers by itself', () => {
    const provider = [
      'STOP',
      'stopall',
      'Unsubscribe',
      'CANCEL',
      'end',
      'Quit',
      'START',
      'unstop',
      'HELP',
      'info',
      'YES',
    ];
    const own = ['STOP.', 'stop stop', 'PARAR', 'alto', 'stop texting me', 'alta', 'ayuda', 'SÍ', 'yes!'];
    expect(provider.map((text) => readReply(text).keyword)).toEqual(provider.map(() => 'provider'));
    expect(own.map((text) => readReply(text).keyword)).toEqual(own.map(() => 'own'));
  });

  test('a bare YES or SÍ opts in as well; 1 does not', () => {
    expect(['YES', 'yes.', 'Sí', 'si'].map((text) => readReply(text).optIn)).toEqual([true, true, true, true]);
    expect(['1', 'yes please', 'ok', 'confirmo'].map((text) => readReply(text).optIn)).toEqual(
      Array(4).fill(undefined),
    );
  });

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(KINDS).toContain(readReply(text).kind);
      }),
    );
  });

  test('case, space and closing signs make no difference to an answer', () => {
    const answers = (['CONFIRM', 'DECLINE', 'CHANGE'] as const).flatMap((kind) =>
      REPLIES[kind].map((text) => ({ kind, text })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.constantFrom('', ' ', '.', '!', ' 😀', '\n'),
        fc.boolean(),
        ({ kind, text }, end, upper) => {
          expect(readReply(` ${upper ? text.toUpperCase() : text}${end}`).kind).toBe(kind);
        },
      ),
    );
  });

  test('a negated, doubtful or foreign word never leaves a confirmation', () => {
    const spoilers = [
      "can't",
      'not',
      'no',
      'never',
      'maybe',
      'but',
      'if',
      'later',
      'unless',
      'quizás',
      'pero',
      'nunca',
      'tampoco',
      '2',
      '3',
      '?',
      'lunch',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...REPLIES.CONFIRM),
        fc.constantFrom(...spoilers),
        fc.boolean(),
        (text, spoiler, before) => {
          const spoiled = before ? `${spoiler} ${text}` : `${text.split('\n')[0]} ${spoiler}`;
          expect(readReply(spoiled).kind).not.toBe('CONFIRM');
        },
      ),
    );
  });

  test('a time is never an option', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 59 }),
        fc.constantFrom(':', '.', 'h'),
        (hour, minute, sign) => {
          expect(readReply(`${hour}${sign}${String(minute).padStart(2, '0')}`).kind).toBe('UNCLEAR');
        },
      ),
    );
  });
});
