import { describe, expect, it } from '@jest/globals';
import type { SessionLine } from '../../../dev/simulator/contract.js';
import { readStory } from '../../../dev/simulator/page/src/story/story.js';

const OPENED = Date.parse('2027-03-01T09:00:00Z');

const session = (change: Partial<SessionLine> = {}): SessionLine => ({
  id: 's1',
  code: 'HPK37',
  status: 'PENDING',
  attendance: 'UNKNOWN',
  patient: 'Sara Ali',
  doctor: 'Dr Layla Haddad',
  place: 'Room 2',
  startsAt: '2027-03-08T09:00:00Z',
  createdAt: '2027-03-01T09:05:00Z',
  ...change,
});

describe('the story’s checklist', () => {
  it('ticks nothing for what was there before the page', () => {
    const before = session({ status: 'APPROVED', attendance: 'CONFIRMED', createdAt: '2027-03-01T08:59:59Z' });
    expect(readStory([before], OPENED)).toEqual({
      session: null,
      booked: false,
      approved: false,
      answered: false,
      detour: null,
    });
  });

  it('goes on step by step', () => {
    expect(readStory([session()], OPENED)).toMatchObject({ booked: true, approved: false, answered: false });
    expect(readStory([session({ status: 'APPROVED' })], OPENED)).toMatchObject({ approved: true, answered: false });
    const answered = session({ status: 'APPROVED', attendance: 'CONFIRMED' });
    expect(readStory([answered], OPENED)).toMatchObject({ approved: true, answered: true, detour: null });
  });

  it('follows the session that was booked last', () => {
    const later = session({ id: 's2', code: 'MWT52', createdAt: '2027-03-01T09:06:00Z' });
    expect(readStory([later, session({ status: 'APPROVED' })], OPENED)).toMatchObject({
      session: { code: 'MWT52' },
      approved: false,
    });
  });

  it.each(['REJECTED', 'EXPIRED', 'CANCELLED'])(
    'does not tick an approval for %s, and says what became of it',
    (status) => {
      const story = readStory([session({ status })], OPENED);
      expect(story).toMatchObject({ booked: true, approved: false, answered: false });
      expect(story.detour).toContain('HPK37');
    },
  );

  it('does not take a refusal to come for a confirmation', () => {
    const story = readStory([session({ status: 'APPROVED', attendance: 'DECLINED' })], OPENED);
    expect(story.answered).toBe(false);
    expect(story.detour).toContain('Sara Ali cannot come');
  });
});
