import { describe, expect, test } from '@jest/globals';
import { english } from '../../../web/src/words/english.js';
import { spanish } from '../../../web/src/words/spanish.js';
import { faultWords, plainPhone, rules } from '../../../web/src/ui/field-faults.js';
import { clockText } from '../../../web/src/ui/clock-text.js';
import { tokenIn } from '../../../web/src/account/mailed-token.js';
import { returnPath, signInPath } from '../../../web/src/shell/return-path.js';

/** All texts of a catalogue by path; those made of something are given a sample. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String((value as (sample: string) => string)('SAMPLE'))]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}/${key}`));
}

describe('the catalogues', () => {
  test('each text exists in both languages, and differs but for names', () => {
    const [inEnglish, inSpanish] = [new Map(textsOf(english)), new Map(textsOf(spanish))];
    expect([...inSpanish.keys()]).toEqual([...inEnglish.keys()]);
    const same = [...inEnglish].filter(([path, text]) => text.trim() === '' || inSpanish.get(path) === text);
    expect(same.map(([path]) => path)).toEqual(['/fields/languages/en', '/fields/languages/es', '/account/slack']);
  });

  test('a text carries what it is made of, in both languages', () => {
    const carrying = (words: unknown) =>
      textsOf(words)
        .filter(([, text]) => text.includes('SAMPLE'))
        .map(([path]) => path);
    expect(carrying(spanish).concat('/refused/password').sort()).toEqual(carrying(english).sort());
  });

  test('a fault is told by its kind: of the page, of the API at a field, or a taken address', () => {
    expect(faultWords(english, 'email', { type: 'validate', message: 'email' })).toContain('name@example.com');
    expect(faultWords(english, 'password', { type: 'validation_failed', message: 'is too short.' })).toBe(
      'This password is too short.',
    );
    expect(faultWords(spanish, 'email', { type: 'email_taken' })).toBe('Ya hay una cuenta con esta dirección.');
    expect(faultWords(spanish, 'unheardOf', { type: 'validation_failed', message: 'x' })).toBe('Esto no se acepta.');
  });
});

describe('what is typed', () => {
  test.each([
    ['+1 (555) 010-0123', '+15550100123'],
    ['0049 151.555/0199', '+491515550199'],
    ['', ''],
  ])('the number %j is %j', (typed, plain) => {
    expect(plainPhone(typed)).toBe(plain);
    expect(rules.phone(typed)).toBe(true);
  });

  test('rules name the fault', () => {
    expect(['0171 555', '+1', 'abc'].map((typed) => rules.phone(typed))).toEqual(['phone', 'phone', 'phone']);
    expect(['', 'ana', 'ana@x', ' a@x.de '].map((typed) => rules.email(typed))).toEqual([
      'required',
      'email',
      'email',
      true,
    ]);
    expect(['', '1234567', '12345678', 'x'.repeat(129)].map((typed) => rules.newPassword(typed))).toEqual([
      'required',
      'tooShort',
      true,
      'tooLong',
    ]);
  });
});

test.each([
  [0, '0:00'],
  [1, '0:01'],
  [59_001, '1:00'],
  [899_000, '14:59'],
  [3_600_000, '1:00:00'],
])('%i ms are %s', (ms, text) => expect(clockText(ms)).toBe(text));

test('a token is taken from the fragment only as such', () => {
  expect(['#token=a-b_c', '#token=', '#x=1', ''].map(tokenIn)).toEqual(['a-b_c', null, null, null]);
});

test('signing in leads back to a place of this app, and nowhere else', () => {
  expect(returnPath(signInPath('/account?x=1').slice('/sign-in'.length))).toBe('/account?x=1');
  expect(signInPath('/')).toBe('/sign-in');
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', 'account', ''])
    expect(returnPath(`?next=${encodeURIComponent(next)}`)).toBe('/');
});
