import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decisionDueAt,
  moveDueAt,
  planTimers,
  timerKey,
  type TimerKind,
} from '../../../../domain/session/plan-timers.js';
import { SESSION_STATUSES, type SessionStatus } from '../../../../domain/session/types.js';
import { basis, openMove, snapshot } from './planned.js';

const BOOKED_MS = Date.parse('2027-05-10T10:00:00Z');

describe('planTimers', () => {
  test('a request is nudged, escalated and expires; an approved session is reminded of and ends; nothing else waits', () => {
    const kinds = (status: SessionStatus): TimerKind[] =>
      planTimers(snapshot({ status }), basis(), Date.parse('2027-05-05T00:00:00Z')).map(({ kind }) => kind);
    expect(Object.fromEntries(SESSION_STATUSES.map((status) => [status, kinds(status)]))).toEqual({
      PENDING: ['NUDGE', 'ESCALATE', 'EXPIRE'],
      APPROVED: ['REMINDER', 'REMINDER', 'NO_ANSWER', 'COMPLETE'],
      REJECTED: [],
      EXPIRED: [],
      CANCELLED: [],
      COMPLETED: [],
      NO_SHOW: [],
    });
  });

  test('the doctor is nudged at half, others hear at three quarters of the time to decide', () => {
    expect(planTimers(snapshot(), basis(), BOOKED_MS)).toEqual([
      { kind: 'NUDGE', at: '2027-05-10T22:00:00.000Z' },
      { kind: 'ESCALATE', at: '2027-05-11T04:00:00.000Z' },
      { kind: 'EXPIRE', at: '2027-05-11T10:00:00.000Z' },
    ]);
  });

  test('within ten minutes there is nothing but the end', () => {
    const due = (minutes: number): string => new Date(BOOKED_MS + minutes * 60_000).toISOString();
    const kinds = (minutes: number): TimerKind[] =>
      planTimers(snapshot({ decisionDueAt: due(minutes) }), basis(), BOOKED_MS).map(({ kind }) => kind);
    expect(kinds(10)).toEqual(['EXPIRE']);
    expect(kinds(11)).toEqual(['NUDGE', 'ESCALATE', 'EXPIRE']);
  });

  test.each([
    ['after half', '2027-05-10T23:00:00Z', ['NUDGE', 'ESCALATE', 'EXPIRE']],
    ['after three quarters', '2027-05-11T04:00:00Z', ['ESCALATE', 'EXPIRE']],
    ['after the end', '2027-05-11T10:00:00Z', ['EXPIRE']],
  ])('a worker that comes back %s does the last of what is due', (_, now, kinds) => {
    expect(planTimers(snapshot(), basis(), Date.parse(now)).map(({ kind }) => kind)).toEqual(kinds);
  });

  test('an open move lapses; while the patient considers it, the request does not', () => {
    const asked = snapshot({ move: openMove({ awaiting: 'PATIENT' }) });
    expect(planTimers(asked, basis(), BOOKED_MS)).toEqual([
      { kind: 'MOVE_EXPIRE', at: '2027-05-11T12:00:00.000Z', moveId: 'move-1' },
    ]);
    const wished = snapshot({ status: 'APPROVED', move: openMove() });
    expect(planTimers(wished, basis(), BOOKED_MS).map(timerKey)).toEqual([
      'REMINDER/2880',
      'MOVE_EXPIRE',
      'REMINDER/180',
      'NO_ANSWER',
      'COMPLETE',
    ]);
  });
});

describe('moveDueAt', () => {
  const due = (startsAt: string, newStartsAt: string): string =>
    moveDueAt({
      proposedAtMs: BOOKED_MS,
      startsAtMs: Date.parse(startsAt),
      newStartsAtMs: Date.parse(newStartsAt),
      policy: basis().policy,
    });

  test('a day, at the latest the lead before the earlier of both starts, with a minute to answer', () => {
    expect(due('2027-05-20T08:00Z', '2027-05-19T08:00Z')).toBe('2027-05-11T10:00:00.000Z');
    expect(due('2027-05-20T08:00Z', '2027-05-10T12:00Z')).toBe('2027-05-10T11:30:00.000Z');
    expect(due('2027-05-10T10:20Z', '2027-05-20T12:00Z')).toBe('2027-05-10T10:01:00.000Z');
    expect(due('2027-05-10T10:00:30Z', '2027-05-20T12:00Z')).toBe('2027-05-10T10:00:30.000Z');
  });
});

describe('decisionDueAt', () => {
  const due = (booked: string, starts: string, decisionLeadMinutes = 30, decisionDeadlineMinutes = 1_440): string =>
    decisionDueAt({
      bookedAtMs: Date.parse(booked),
      startsAtMs: Date.parse(starts),
      policy: { decisionDeadlineMinutes, decisionLeadMinutes },
    });

  test.each([
    {
      name: 'a day after booking',
      booked: '2027-05-10T08:00Z',
      starts: '2027-05-20T08:00Z',
      at: '2027-05-11T08:00:00.000Z',
    },
    {
      name: 'the lead before the start, if that is sooner',
      booked: '2027-05-10T08:00Z',
      starts: '2027-05-10T12:00Z',
      at: '2027-05-10T11:30:00.000Z',
    },
    {
      name: 'at least a minute after booking',
      booked: '2027-05-10T08:00Z',
      starts: '2027-05-10T08:20Z',
      at: '2027-05-10T08:01:00.000Z',
    },
    {
      name: 'at the start, if that is within the minute',
      booked: '2027-05-10T08:00:00Z',
      starts: '2027-05-10T08:00:30Z',
      at: '2027-05-10T08:00:30.000Z',
    },
    {
      name: 'at once, for a start in the past',
      booked: '2027-05-10T08:00Z',
      starts: '2027-05-10T07:00Z',
      at: '2027-05-10T07:00:00.000Z',
    },
  ])('$name', ({ booked, starts, at }) => expect(due(booked, starts)).toBe(at));

  test('is never after the start', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(5_000), fc.nat(5_000), (ahead, deadline, lead) => {
        const starts = new Date(Date.parse('2027-05-10T08:00Z') + ahead * 1_000).toISOString();
        expect(Date.parse(due('2027-05-10T08:00Z', starts, lead, deadline))).toBeLessThanOrEqual(Date.parse(starts));
      }),
    );
  });
});
