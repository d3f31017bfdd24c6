import { expect, it } from '@jest/globals';
import { coverFaults, type CoverEntry } from '../../../../domain/cover/cover.js';

const entry = (doctorId: string, from: string, to: string): CoverEntry => ({
  doctorId,
  from: `2027-05-${from}`,
  to: `2027-05-${to}`,
});

it.each<[string, CoverEntry[], string[]]>([
  ['nobody', [], []],
  ['two doctors at once', [entry('b', '01', '10'), entry('c', '05', '12')], []],
  ['one doctor twice, one day after the other', [entry('b', '01', '10'), entry('b', '11', '12')], []],
  ['one day', [entry('b', '01', '01')], []],
  ['the doctor as their own', [entry('a', '01', '10')], ['/0/doctorId']],
  ['days in the wrong order', [entry('b', '10', '01')], ['/0/to']],
  ['one doctor twice on a day', [entry('b', '01', '10'), entry('c', '01', '10'), entry('b', '10', '12')], ['/2']],
])('judges a cover by %s', (_name, entries, pointers) => {
  expect(coverFaults('a', entries).map(({ pointer }) => pointer)).toEqual(pointers);
});
