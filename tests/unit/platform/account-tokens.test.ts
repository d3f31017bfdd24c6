import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountToken, hashAccountToken, phoneCode } from '../../../platform/account-tokens.js';

const key = Buffer.alloc(32, 3).toString('base64');
const other = Buffer.alloc(32, 4).toString('base64');
const id = '5f0c1d7e-3c1b-4b53-9f62-7f2f0f8f4a10';

describe('account tokens', () => {
  test('are the same wherever they are made, and stay what they are', () => {
    expect(accountToken(key, id)).toBe(accountToken(key, id.toUpperCase()));
    expect(accountToken(key, id)).toBe('JBvBHCa4jHOnJU2JsHsYzRHuqVBWJ-ajp_oikCE5wAY');
    expect(hashAccountToken(accountToken(key, id))).toBe(
      '61889a4a5e9db247e5d97c900bf354b4d72ea1e138c31f0f7d7d0a6fb828b8e8',
    );
  });

  test('have six digits where they go to a phone, by id and key', () => {
    expect(phoneCode(key, id)).toBe(phoneCode(key, id.toUpperCase()));
    expect(phoneCode(key, id)).not.toBe(phoneCode(other, id));
    fc.assert(fc.property(fc.uuid(), (any) => expect(phoneCode(key, any)).toMatch(/^\d{6}$/)));
  });

  test('fit a link, and differ by id and key', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (first, second) => {
        expect(accountToken(key, first)).toMatch(/^[A-Za-z0-9_-]{43}$/);
        expect(accountToken(key, first) === accountToken(key, second)).toBe(first === second);
        expect(accountToken(key, first)).not.toBe(accountToken(other, first));
      }),
    );
  });

  test.each(['', 'short', Buffer.alloc(16).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'are not made with a key of another length',
    (wrong) => expect(() => accountToken(wrong, id)).toThrow('must be 32 bytes in base64'),
  );
});
