import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PasswordOwner } from '../../../api/auth/own-words.js';
import { createPasswordStrength } from '../../../api/auth/password-strength.js';

const strength = createPasswordStrength();
const ana: PasswordOwner = { email: 'ana.prueba@mail.example', fullName: 'Ana Prueba' };
const accepted = async (password: string, owner = ana): Promise<boolean> =>
  (await strength.faultIn(password, owner)) === null;

/** Long enough for a slow machine, short of what would be felt by everybody else. */
const CHECK_MS = 500;

beforeAll(() => strength.load(), 30_000);

describe('a password about its owner', () => {
  it.each([
    'AnaPrueba1',
    'PruebaAna2027',
    'ana.prueba.1987!',
    'Prueba_Ana_12.05.1987',
    'An4Pru3b@99',
    'aBEURPana1987',
    'AnaAnaPruebaPrueba7',
    'MailAnaPrueba2026!!',
    '2027AnaPrueba1987#',
  ])('%s is too easy to guess', async (password) => {
    expect(await strength.faultIn(password, ana)).toMatch(/too easy to guess.*name and address/);
  });

  it.each<[string, PasswordOwner]>([
    ['LiBo19851234', { email: 'li.bo@mail.example', fullName: 'Li Bo' }],
    ['MariaGomez2027', { email: 'm.gomez@mail.example', fullName: 'María Gómez' }],
    ['marìa-GÓMEZ-2027', { email: 'mg@mail.example', fullName: 'Maria Gomez' }],
    ['Kittycat1985', { email: 'kittycat85@mail.example', fullName: 'John Smith' }],
    ['smithJohn85kittycat', { email: 'kittycat85@mail.example', fullName: 'John Smith' }],
    ['UP-LX-UX1970', { email: 'up@lx.example', fullName: 'Ij Ux' }],
    ['АннаИванова1987', { email: 'a@mail.example', fullName: 'Анна Иванова' }],
  ])('%s of another owner is too', async (password, owner) => {
    expect(await accepted(password, owner)).toBe(false);
  });

  it('is refused whatever the order of the words, their case, what joins them, and the digits or year at the end', async () => {
    const part = fc.stringMatching(/^[a-z]{2,10}$/);
    const digits = fc.oneof(fc.stringMatching(/^\d{0,4}$/), fc.integer({ min: 1940, max: 2035 }).map(String));
    const cased = fc.constantFrom<(word: string) => string>(
      (word) => word,
      (word) => word.toUpperCase(),
      (word) => word.charAt(0).toUpperCase() + word.slice(1),
    );
    const pick = fc.record({
      names: fc.uniqueArray(part, { minLength: 2, maxLength: 3 }),
      address: fc.uniqueArray(part, { minLength: 1, maxLength: 2 }),
      host: part,
      joiner: fc.constantFrom('', '.', '-', '_', ' '),
      cased,
      digits,
      end: fc.constantFrom('', '!', '.'),
    });
    const orders = pick.chain((owner) => {
      const words = [...owner.names, ...owner.address, owner.host];
      return fc.record({ owner: fc.constant(owner), words: fc.shuffledSubarray(words, { minLength: 1 }) });
    });
    await fc.assert(
      fc.asyncProperty(orders, async ({ owner: { names, address, host, joiner, digits, end, ...owner }, words }) => {
        const password = words.map(owner.cased).join(joiner) + digits + end;
        const of = { fullName: names.join(' '), email: `${address.join('.')}@${host}.example` };
        expect(await accepted(password, of)).toBe(false);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('counts with what is left of it, and may well be strong', async () => {
    expect(await accepted('Ana-copper-violet-harbour')).toBe(true);
    expect(await accepted('pruebaX7#qLw9$tKz')).toBe(true);
  });
});

describe('any other password', () => {
  it.each(['copper-violet-harbour-39', 'quiet Lamp-post 88', 'seven Kites over Lagos', 'X7#qLw9$tK'])(
    '%s is strong',
    async (password) => {
      expect(await accepted(password)).toBe(true);
    },
  );

  it('is not taken for a short name that it happens to hold', async () => {
    expect(await accepted('hLiq7wXe2B', { email: 'li.bo@mail.example', fullName: 'Li Bo' })).toBe(true);
  });

  it.each(['password1', 'contraseña', '12345678', 'qwertyuiop'])(
    '%s is weak, with no word about the owner',
    async (p) => {
      expect(await strength.faultIn(p, ana)).toMatch(/^is too easy to guess\.(?!.*name and address)/);
    },
  );
});

describe('judging', () => {
  it.each([
    ['repeated', 'aA1!'.repeat(32)],
    ['substituted', '4@3€1!0$5+7(|'.repeat(10).slice(0, 128)],
    ['of the owner alone', 'anaprueba'.repeat(15).slice(0, 128)],
    ['of the owner, broken', 'anapruebxan4Pru3b'.repeat(8).slice(0, 128)],
    ['of letters with marks', 'ÁñÀ'.repeat(43).slice(0, 128)],
  ])('128 characters, %s, does not hold up the process', async (_, password) => {
    const owner = { email: `${'ana.'.repeat(60)}p@mail.example`, fullName: 'Ana Prueba '.repeat(18).trim() };
    await strength.faultIn(password, owner);
    const startedAt = performance.now();
    await strength.faultIn(password, owner);
    expect(performance.now() - startedAt).toBeLessThan(CHECK_MS);
  });
});
