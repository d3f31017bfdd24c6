import { describe, expect, test } from '@jest/globals';
import { matchName } from '../../../../domain/chat/match-name.js';

const named = (...names: string[]): { id: string; name: string }[] => names.map((name) => ({ id: name, name }));
const doctors = named('Dr. Samir Haddad', 'Dr. Ana María Núñez', 'Prof. Łukasz Haddock', 'Dr. Anna Berg');
const patients = named('Sara Ali', 'Sara Alison', 'Sarah Ali-Khan', "Conor O'Neil", 'Jürgen Groß', 'Ali Demir');
const rooms = named('Room 1', 'Room 2', 'Room 12', 'Blue Room');

function outcome(query: string, items: { id: string; name: string }[]): string {
  const match = matchName(query, items);
  switch (match.kind) {
    case 'FOUND':
      return match.item.name;
    case 'SEVERAL':
      return `several: ${match.items.map(({ name }) => name).join(', ')}`;
    case 'NONE':
      return `none: ${match.near.map(({ name }) => name).join(', ')}`;
  }
}

describe('matchName', () => {
  test.each([
    ['dr-haddad', doctors, 'Dr. Samir Haddad'],
    ['HADDAD', doctors, 'Dr. Samir Haddad'],
    ['Dr Samir Haddad', doctors, 'Dr. Samir Haddad'],
    ['haddad samir', doctors, 'Dr. Samir Haddad'],
    ['nunez', doctors, 'Dr. Ana María Núñez'],
    ['ana maria', doctors, 'Dr. Ana María Núñez'],
    ['ana', doctors, 'Dr. Ana María Núñez'],
    ['lukasz', doctors, 'Prof. Łukasz Haddock'],
    ['an', doctors, 'several: Dr. Ana María Núñez, Dr. Anna Berg'],
    ['hadd', doctors, 'several: Dr. Samir Haddad, Prof. Łukasz Haddock'],
    ['dock', doctors, 'Prof. Łukasz Haddock'],
    ['hadad', doctors, 'none: Dr. Samir Haddad'],
    ['zzz', doctors, 'none: '],
    ['', doctors, 'none: '],
    ['dr', doctors, 'none: '],
    ['Sara Ali', patients, 'Sara Ali'],
    ['sara', patients, 'several: Sara Ali, Sara Alison'],
    ['sara al', patients, 'several: Sara Ali, Sara Alison, Sarah Ali-Khan'],
    ['sara alis', patients, 'Sara Alison'],
    ['sarah', patients, 'Sarah Ali-Khan'],
    ['oneil', patients, "Conor O'Neil"],
    ['O’Neil', patients, "Conor O'Neil"],
    ['juergen', patients, 'none: Jürgen Groß'],
    ['jurgen gross', patients, 'Jürgen Groß'],
    ['room 2', rooms, 'Room 2'],
    ['2', rooms, 'Room 2'],
    ['room-12', rooms, 'Room 12'],
    ['blue', rooms, 'Blue Room'],
    ['room blue', rooms, 'Blue Room'],
    ['room 3', rooms, 'none: '],
  ])('%s', (query, items, expected) => expect(outcome(query, items)).toBe(expected));
});
