import { describe, expect, it } from '@jest/globals';
import { createSeenStore } from '../../../dev/simulator/page/src/seen/seen-store.js';
import { freshSeen, isNew, markSeen, parseSeen } from '../../../dev/simulator/page/src/seen/seen.js';

const FIRST_VISIT = Date.parse('2027-03-01T09:00:00Z');
const before = '2027-03-01T08:00:00Z';
const after = '2027-03-01T10:00:00Z';
const later = '2027-03-01T11:00:00Z';

class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
}

describe('unread marks', () => {
  it('count nothing from before the first visit as new', () => {
    expect(isNew(freshSeen(FIRST_VISIT), 'phone:1', before)).toBe(false);
    expect(isNew(freshSeen(FIRST_VISIT), 'phone:1', after)).toBe(true);
  });

  it('belong to one list each, and never go back', () => {
    const seen = markSeen(freshSeen(FIRST_VISIT), 'phone:1', Date.parse(later));
    expect(isNew(seen, 'phone:1', after)).toBe(false);
    expect(isNew(seen, 'phone:2', after)).toBe(true);
    expect(markSeen(seen, 'phone:1', Date.parse(after))).toBe(seen);
  });

  it('survive a reload', () => {
    const storage = new MemoryStorage();
    createSeenStore(storage, FIRST_VISIT).mark('phone:1', after);
    const again = createSeenStore(storage, Date.parse(later)).get();
    expect(again).toEqual({ since: FIRST_VISIT, lists: { 'phone:1': Date.parse(after) } });
  });

  it.each(['', 'null', '{', '[]', '{"since":"x","lists":{}}', '{"since":1,"lists":null}'])(
    'start anew from what is none: %s',
    (text) => expect(parseSeen(text)).toBeNull(),
  );
});
