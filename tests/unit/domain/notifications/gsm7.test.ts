import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGsm7, smsSize, toGsm7 } from '../../../../domain/notifications/catalogue/index.js';

describe('toGsm7', () => {
  test.each([
    ['Müller', 'Müller'],
    ['José Ángel Muñoz', 'José Angel Muñoz'],
    ['á í ó ú Á Í Ó Ú', 'a i o u A I O U'],
    ['ç Ç', 'c Ç'],
    ['Łódź', 'Lodz'],
    ['Şükrü İnönü ı', 'Sükrü Inönü i'],
    ['Þórður', 'Thordur'],
    ['“Ann’s” – room… 2', '"Ann\'s" - room... 2'],
    ['Иван Щукин', 'Ivan Shchukin'],
    ['Σοφία', 'Σofia'],
    ['a\u00a0b\u2003c', 'a b c'],
    ['👍 ok', ' ok'],
    ['a\u200bb\u0007c', 'abc'],
    ['e\u0301', 'é'],
    ['a\u0301', 'a'],
    ['10 €', '10 €'],
    ['漢字', '??'],
  ])('%s becomes %s', (text, expected) => expect(toGsm7(text)).toBe(expected));

  test('always gives GSM-7, and leaves GSM-7 alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = toGsm7(text);
        expect(isGsm7(once)).toBe(true);
        expect(toGsm7(once)).toBe(once);
      }),
    );
  });
});

describe('smsSize', () => {
  test.each([
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    [`${'a'.repeat(159)}€`, 'GSM-7', 161, 2],
    ['', 'GSM-7', 0, 1],
    ['á'.repeat(70), 'UCS-2', 70, 1],
    ['á'.repeat(71), 'UCS-2', 71, 2],
  ] as const)('case %#', (text, encoding, units, segments) => {
    expect(smsSize(text)).toEqual({ encoding, units, segments });
  });
});
