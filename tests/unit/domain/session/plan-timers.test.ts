import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decisionDueAt, planTimers } from '../../../../domain/session/plan-timers.js';
import { SESSION_STATUSES, type SessionSnapshot } from '../../../../domain/session/types.js';

const snapshot: SessionSnapshot = {
  sessionId: 'session-1',
  status: 'PENDING',
  attendance: 'UNKNOWN',
  version: 1,
  doctorId: 'doctor-1',
  startsAt: '2027-05-12T08:30:00Z',
  endsAt: '2027-05-12T09:00:00.000Z',
  decisionDueAt: '2027-05-11T10:00:00.000Z',
};

describe('planTimers', () => {
  test('a pending request expires, an approved session ends, nothing else waits', () => {
    const plans = Object.fromEntries(SESSION_STATUSES.map((status) => [status, planTimers({ ...snapshot, status })]));
    expect(plans).toEqual({
      PENDING: [{ kind: 'EXPIRE', at: '2027-05-11T10:00:00.000Z' }],
      APPROVED: [{ kind: 'COMPLETE', at: '2027-05-12T09:00:00.000Z' }],
      REJECTED: [],
      EXPIRED: [],
      CANCELLED: [],
      COMPLETED: [],
      NO_SHOW: [],
    });
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
