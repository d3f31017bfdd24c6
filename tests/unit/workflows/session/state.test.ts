import { describe, expect, test } from '@jest/globals';
import type { PlannedTimer } from '../../../../domain/session/plan-timers.js';
import { afterRefusal, afterStep, millisecondsUntil, nextTimer } from '../../../../workflows/session/state.js';
import type { SessionSnapshot, SessionStatus } from '../../../../domain/session/types.js';

const NOW_MS = Date.parse('2027-03-01T09:00:00.000Z');
const at = (minutes: number): string => new Date(NOW_MS + minutes * 60_000).toISOString();
const snapshot = (status: SessionStatus) => ({ status, version: 1 }) as SessionSnapshot;

describe('the state of a session', () => {
  test('waits for its earliest timer, in whatever order they were planned', () => {
    const timers: PlannedTimer[] = [
      { kind: 'COMPLETE', at: at(60) },
      { kind: 'REMINDER', at: at(5), offsetMinutes: 180 },
    ];
    expect(nextTimer(afterStep({ snapshot: snapshot('APPROVED'), timers }))).toMatchObject({ kind: 'REMINDER' });
    expect(nextTimer(afterStep({ snapshot: snapshot('CANCELLED'), timers }))).toBeNull();
  });

  test('a timer of the past is due now', () => {
    expect(millisecondsUntil({ kind: 'EXPIRE', at: at(-5) }, NOW_MS)).toBe(0);
    expect(millisecondsUntil({ kind: 'EXPIRE', at: at(1) }, NOW_MS)).toBe(60_000);
  });
});

describe('after a timer that was refused', () => {
  const refused: PlannedTimer = { kind: 'REMINDER', at: at(-1), offsetMinutes: 180 };

  test('the same one is left alone for a minute, and nothing else', () => {
    const other: PlannedTimer = { kind: 'REMINDER', at: at(-2), offsetMinutes: 2_880 };
    expect(afterRefusal([other, refused], refused, NOW_MS)).toEqual([other, { ...refused, at: at(1) }]);
  });

  test('what was planned anew for later keeps its time', () => {
    const later = { ...refused, at: at(30) };
    expect(afterRefusal([later], refused, NOW_MS)).toEqual([later]);
  });
});
