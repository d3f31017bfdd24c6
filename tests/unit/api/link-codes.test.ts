import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chatSubjectHash, linkCode, linkCodeHash } from '../../../api/auth/link-codes.js';

const key = randomBytes(32);

describe('a link code', () => {
  it('is eight symbols that nobody mistakes for one another, all of them in use', () => {
    const codes = Array.from({ length: 500 }, () => linkCode(key, randomUUID()));
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(codes.join('')).size).toBe(31);
  });

  it('is the same again for its id and key, and no other’s', () => {
    const id = randomUUID();
    expect(linkCode(key, id)).toBe(linkCode(key, id));
    expect(linkCode(randomBytes(32), id)).not.toBe(linkCode(key, id));
  });

  it('is known however it is typed', () => {
    const noise = fc.array(fc.constantFrom(' ', '-', '–', '\t', '\u00a0', '\u200b'), { maxLength: 3 });
    const typing = fc.array(fc.record({ lower: fc.boolean(), noise }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.uuid(), typing, (id, strokes) => {
        const code = linkCode(key, id);
        const typed = strokes.map(({ lower, noise: before }, at) => {
          const symbol = code.charAt(at);
          return before.join('') + (lower ? symbol.toLowerCase() : symbol);
        });
        return linkCodeHash(key, typed.join('')) === linkCodeHash(key, code);
      }),
    );
  });

  it('has a hash that only the key tells, and that is no hash of anything else', () => {
    expect(linkCodeHash(key, 'ABCD2345')).toMatch(/^[0-9a-f]{64}$/);
    expect(linkCodeHash(key, 'ABCD2345')).not.toBe(linkCodeHash(randomBytes(32), 'ABCD2345'));
    expect(linkCodeHash(key, 'ABCD2345')).not.toBe(linkCodeHash(key, 'ABCD2346'));
    expect(chatSubjectHash(key, 'SLACK', 'U1')).not.toBe(chatSubjectHash(key, 'SLACK', 'U2'));
  });
});
