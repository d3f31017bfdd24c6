import { describe, expect, test } from '@jest/globals';
import { FRIDAY, MONDAY, questionAbout, routed, routedPrompt, told, NOW_MS, WEDNESDAY } from './routed.js';
import { WHICH_REPLIES } from './which-replies.js';

const two = [WEDNESDAY, FRIDAY];
const three = [MONDAY, ...two];
const route = (text: string, ...rest: [Parameters<typeof routed>[1]?, Parameters<typeof routed>[2]?]): string =>
  told(routed(text, rest[0] ?? two, rest[1] ?? null));
const table = (rows: string[], expected: string, read: (text: string) => string): void => {
  const misread = rows.map((text) => ({ text, read: read(text) })).filter((row) => row.read !== expected);
  expect(misread).toEqual([]);
};

describe('an answer to "which one?"', () => {
  const asked = questionAbout(two, 'DECLINE');
  test.each([
    ['A', 'APPLY HFPK4 DECLINE'],
    ['B', 'APPLY 3MWXY DECLINE'],
    ['NOBODY', 'INBOX'],
  ] as const)('names %s', (name, expected) => table(WHICH_REPLIES[name], expected, (text) => route(text, two, asked)));

  test('the table is long', () => {
    expect(Object.values(WHICH_REPLIES).flat().length).toBeGreaterThanOrEqual(120);
  });

  test.each([
    ['1', 'WHICH CONFIRM HFPK4 3MWXY'],
    ['2', 'WHICH DECLINE HFPK4 3MWXY'],
    ['3', 'WHICH CHANGE HFPK4 3MWXY'],
    ['I need a change', 'WHICH CHANGE HFPK4 3MWXY'],
    ['quiero cambiar a otra hora', 'WHICH CHANGE HFPK4 3MWXY'],
    ['confirmo', 'WHICH CONFIRM HFPK4 3MWXY'],
    ['ok', 'INBOX'],
    ['sí', 'INBOX'],
    ['yes, B', 'INBOX'],
    ['no', 'WHICH DECLINE HFPK4 3MWXY'],
    ['1 B', 'APPLY 3MWXY CONFIRM'],
    ['A 1', 'APPLY HFPK4 CONFIRM'],
    ['change the friday one', 'APPLY HFPK4 CHANGE'],
    ['cancel B', 'APPLY 3MWXY DECLINE'],
    ['confirmo la segunda', 'APPLY 3MWXY CONFIRM'],
    ['cambiar la del viernes', 'APPLY HFPK4 CHANGE'],
    ['ok HFPK4', 'APPLY HFPK4 DECLINE'],
    ['yes HFPK4', 'INBOX'],
    ['1 HFPK4', 'APPLY HFPK4 CONFIRM'],
    ['HFPK4 no', 'INBOX'],
    ['no, HFPK4', 'INBOX'],
    ['STOP', 'OPT_OUT'],
    ['help', 'IGNORE'],
    ['START', 'OPT_IN'],
  ])('while 2 waits, %p is %s', (text, expected) => expect(route(text, two, asked)).toBe(expected));

  test.each([
    ['c', 'APPLY 4H7KP CONFIRM'],
    ['the third', 'APPLY 4H7KP CONFIRM'],
    ['2:30', 'APPLY 4H7KP CONFIRM'],
    ['2:30 pm', 'APPLY 4H7KP CONFIRM'],
    ['14.30', 'APPLY 4H7KP CONFIRM'],
    ['02:30', 'INBOX'],
    ['4h7kp', 'APPLY 4H7KP CONFIRM'],
    ['lunes', 'APPLY 4H7KP CONFIRM'],
    ['dec', 'INBOX'],
  ])('of three, %p is %s', (text, expected) => expect(route(text, three, questionAbout(three))).toBe(expected));

  test('with two options C is none, and no confirmation either', () => {
    expect(route('c', two, questionAbout(two))).toBe('INBOX');
    expect(route('c', [WEDNESDAY, { ...FRIDAY, open: false }], questionAbout(two))).toBe('INBOX');
    expect(route('c')).toBe('WHICH CONFIRM HFPK4 3MWXY');
  });

  test('names patients where they share a number', () => {
    const shared = [WEDNESDAY, routedPrompt('HFPK4', FRIDAY.startsAt, { patientId: 'x', patientName: 'José Weber' })];
    expect(route('jose', shared, questionAbout(shared))).toBe('APPLY HFPK4 CONFIRM');
    expect(route('para Sara', shared, questionAbout(shared))).toBe('APPLY 3MWXY CONFIRM');
    expect(route('Sara', two, questionAbout(two))).toBe('INBOX');
  });

  test('with the same time twice, a time is no name', () => {
    const same = [routedPrompt('NNNNN', FRIDAY.startsAt), FRIDAY];
    expect(route('8:30', same, questionAbout(same))).toBe('INBOX');
    expect(route('HFPK4', same, questionAbout(same))).toBe('APPLY HFPK4 CONFIRM');
  });

  test('by code, letters and places name nothing', () => {
    const byCode = questionAbout(two, 'CONFIRM', false);
    table(['A', 'b', 'the first', 'the last', '2nd'], 'INBOX', (text) => route(text, two, byCode));
    expect(route('hfpk4', two, byCode)).toBe('APPLY HFPK4 CONFIRM');
    expect(route('wednesday', two, byCode)).toBe('APPLY 3MWXY CONFIRM');
  });
});

describe('after something has changed', () => {
  const asked = questionAbout(two);
  const gone = { ...FRIDAY, open: false };
  const moved = routedPrompt('HFPK4', '2027-12-08T15:00:00Z', { promptId: 'moved' });

  test('a letter that still stands is taken', () => {
    expect(route('B', [WEDNESDAY, gone], asked)).toBe('APPLY 3MWXY CONFIRM');
    expect(route('B', [moved, WEDNESDAY, gone], asked)).toBe('APPLY 3MWXY CONFIRM');
  });
  test('a session that was called off is told how it stands; where several are left they are asked about anew', () => {
    expect(route('A', [WEDNESDAY, gone], asked)).toBe('LATE HFPK4 CONFIRM');
    expect(route('A', [MONDAY, WEDNESDAY, gone], asked)).toBe('WHICH CONFIRM 3MWXY 4H7KP');
  });
  test('a moved session is asked about by its new time', () => {
    expect(route('A', [moved, WEDNESDAY, gone], asked)).toBe('WHICH CONFIRM 3MWXY HFPK4');
    expect(route('wed', [moved, WEDNESDAY, gone], asked)).toBe('WHICH CONFIRM 3MWXY HFPK4');
    expect(route('16:00', [moved, WEDNESDAY, gone], asked)).toBe('WHICH CONFIRM 3MWXY HFPK4');
  });
  test('the code of a moved session counts for its present time with an answer, and asks anew without', () => {
    expect(routed('2 HFPK4', [moved, WEDNESDAY, gone], asked)).toMatchObject({
      kind: 'APPLY',
      prompt: { promptId: 'moved' },
      intent: 'DECLINE',
    });
    expect(route('HFPK4', [moved, WEDNESDAY, gone], asked)).toBe('WHICH CONFIRM 3MWXY HFPK4');
    expect(route('HFPK4', [moved, gone], asked)).toBe('LATE HFPK4 CONFIRM');
    expect(route('2 HFPK4', [moved, gone], asked)).toBe('APPLY HFPK4 DECLINE');
  });
  test('asked again about the same time, it is the same session', () => {
    const again = { ...FRIDAY, promptId: 'again' };
    expect(routed('A', [again, WEDNESDAY, FRIDAY], asked)).toMatchObject({
      kind: 'APPLY',
      prompt: { promptId: 'again' },
    });
  });
  test('1 goes to the only one that is left', () => {
    expect(route('1', [WEDNESDAY, { ...FRIDAY, open: false, answer: 'DECLINE' }], asked)).toBe('APPLY 3MWXY CONFIRM');
  });
  test('"ok" is no new answer, also where one is left', () => {
    const left = [WEDNESDAY, { ...FRIDAY, open: false, answer: 'CONFIRM' as const }];
    expect(route('ok', left, questionAbout(two, 'DECLINE'))).toBe('INBOX');
    expect(route('2', left, questionAbout(two, 'CONFIRM'))).toBe('APPLY 3MWXY DECLINE');
  });
  test('the question expires', () => {
    const expired = { ...asked, expiresAt: new Date(NOW_MS).toISOString() };
    expect(route('A', two, expired)).toBe('INBOX');
  });
});

describe('without a question', () => {
  test.each([
    ['2 HFPK4', 'APPLY HFPK4 DECLINE'],
    ['hfpk4 1', 'APPLY HFPK4 CONFIRM'],
    ['HFPK4: 3', 'APPLY HFPK4 CHANGE'],
    ['1, 3mwxy', 'APPLY 3MWXY CONFIRM'],
    ['1 (HFPK4)', 'APPLY HFPK4 CONFIRM'],
    ['cancel hfpk4', 'APPLY HFPK4 DECLINE'],
    ['no puedo ir HFPK4', 'APPLY HFPK4 DECLINE'],
    ['yes HFPK4', 'APPLY HFPK4 CONFIRM'],
    ['1 HFPK4?', 'INBOX'],
    ["can't confirm HFPK4", 'INBOX'],
    ['1 HFPK4 2 3MWXY', 'INBOX'],
    ['1 HFPK9', 'INBOX'],
    ['HFPK4', 'INBOX'],
    ['xHFPK4 1', 'INBOX'],
    ['Liked “1 HFPK4”', 'INBOX'],
    ['1\n> HFPK4', 'WHICH CONFIRM HFPK4 3MWXY'],
    ['1', 'WHICH CONFIRM HFPK4 3MWXY'],
    ['2', 'WHICH DECLINE HFPK4 3MWXY'],
    ['tres', 'WHICH CHANGE HFPK4 3MWXY'],
    ['sí', 'WHICH CONFIRM HFPK4 3MWXY'],
    ['A', 'INBOX'],
    ['the first', 'INBOX'],
    ['fri', 'INBOX'],
    ['08:30', 'INBOX'],
  ])('of two, %p is %s', (text, expected) => expect(route(text)).toBe(expected));

  test('a code like a time is one all the same', () => expect(route('4H7KP 2', three)).toBe('APPLY 4H7KP DECLINE'));
  test('the code of a session that is over is answered late', () =>
    expect(route('1 HFPK4', [WEDNESDAY, { ...FRIDAY, open: false }])).toBe('LATE HFPK4 CONFIRM'));
  test('an undelivered question waits for nothing, but its code counts', () => {
    const lost = { ...WEDNESDAY, undelivered: true };
    expect(route('1', [lost, FRIDAY])).toBe('APPLY HFPK4 CONFIRM');
    expect(route('1', [lost])).toBe('INBOX');
    expect(route('1 3mwxy', [lost, FRIDAY])).toBe('APPLY 3MWXY CONFIRM');
  });
  test('"ok thanks" after an answer is courtesy, also with several open', () => {
    expect(route('ok thanks', [WEDNESDAY, { ...FRIDAY, answer: 'DECLINE' }])).toBe('INBOX');
    expect(route('no puedo ir', [WEDNESDAY, { ...FRIDAY, answer: 'CONFIRM' }])).toBe('WHICH DECLINE HFPK4 3MWXY');
    expect(route('1', [WEDNESDAY, { ...FRIDAY, answer: 'DECLINE' }])).toBe('WHICH CONFIRM HFPK4 3MWXY');
  });
  test('what was one of our options is known as such', () => {
    expect(['1', ' 2.', '(3)', '３'].map((text) => routed(text, []))).toEqual(
      Array(4).fill({ kind: 'INBOX', clear: true }),
    );
    expect(['ok', 'hello?', '12'].map((text) => routed(text, []))).toEqual(
      Array(3).fill({ kind: 'INBOX', clear: false }),
    );
    expect(told(routed('YES', []))).toBe('OPT_IN');
  });
});
