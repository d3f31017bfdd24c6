import { describe, expect, test } from '@jest/globals';
import { affectedSessions, withException, type Schedule } from '../../../../domain/availability/editing/index.js';

const open: Schedule = {
  timeZone: 'UTC',
  periods: [
    {
      validFrom: '2027-01-01',
      validTo: null,
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 0, endMinute: 1_440, breaks: [] })),
    },
  ],
  exceptions: [],
};
const closed = withException(open, {
  id: 'holiday',
  from: '2027-03-02',
  to: '2027-03-02',
  kind: 'CLOSED',
  startMinute: null,
  endMinute: null,
});
const on = (day: number) => {
  const startMs = Date.UTC(2027, 2, day, 10);
  return { startMs, endMs: startMs + 1_800_000 };
};

describe('a change of hours and open moves', () => {
  test('a proposed time counts like a present one, with its move', () => {
    const times = [
      { id: 'a', moveId: null, ...on(1) },
      { id: 'a', moveId: 'm', ...on(2) },
    ];
    expect(affectedSessions(open, closed, times)).toEqual([times[1]]);
  });

  test('a session of which both times are concerned counts once, by the present one', () => {
    const times = [
      { id: 'a', moveId: 'm', ...on(2) },
      { id: 'a', ...on(2) },
    ];
    expect(affectedSessions(open, closed, times)).toEqual([times[1]]);
  });

  test('one that moves away from the closed day is still asked about', () => {
    const times = [
      { id: 'a', moveId: null, ...on(2) },
      { id: 'a', moveId: 'm', ...on(3) },
    ];
    expect(affectedSessions(open, closed, times)).toEqual([times[0]]);
  });
});
