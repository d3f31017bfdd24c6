import { expect, test } from '@jest/globals';
import { slotsApart } from '../../../../domain/availability/apart.js';
import type { Slot } from '../../../../domain/availability/types.js';

const slot = (from: string, to: string): Slot => ({
  doctorId: 'd',
  startsAt: `2027-05-12T${from}:00Z`,
  endsAt: `2027-05-12T${to}:00Z`,
  roomIds: [],
});

test('offers no time that overlaps the refused one or another offer, in the order of preference', () => {
  const refused = slot('11:00', '11:30');
  const nearest = [slot('10:45', '11:15'), slot('11:15', '11:45'), slot('10:30', '11:00'), slot('11:30', '12:00')];
  const farther = [slot('10:15', '10:45'), slot('11:45', '12:15'), slot('10:00', '10:30')];
  expect(slotsApart([...nearest, ...farther], refused, 3).map(({ startsAt }) => startsAt.slice(11, 16))).toEqual([
    '10:30',
    '11:30',
    '10:00',
  ]);
});

test('gives fewer where there are no more', () => {
  expect(slotsApart([slot('11:00', '11:30')], slot('11:00', '11:30'), 3)).toEqual([]);
});
