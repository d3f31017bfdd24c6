import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedPolicy, isSamePolicy } from '../../../../domain/policy/change.js';
import { policyContradictions } from '../../../../domain/policy/contradictions.js';
import type { Policy } from '../../../../domain/policy/policy.js';
import { POLICY_RANGES, type RangedField } from '../../../../domain/policy/ranges.js';
import { anyPolicy, USUAL_POLICY } from '../support/arbitrary-policy.js';

const faultsOf = (change: Partial<Policy>): string[] =>
  policyContradictions({ ...USUAL_POLICY, ...change }).map(({ pointer, message }) => `${pointer} ${message}`);

describe('a policy', () => {
  it('may be the usual one, and the widest and narrowest of each number where nothing else stands against it', () => {
    expect(faultsOf({})).toEqual([]);
    for (const [field, [min, max]] of Object.entries(POLICY_RANGES)) {
      for (const [value, isWrong] of [
        [min - 1, true],
        [min, false],
        [max, false],
        [max + 1, true],
        [min + 0.5, true],
      ] as const) {
        const inRange = faultsOf({ [field]: value }).filter((fault) => /whole number from/.test(fault));
        expect([field, value, inRange.length]).toEqual([field, value, isWrong ? 1 : 0]);
      }
    }
  });

  it.each<[string, Partial<Policy>, string[]]>([
    [
      'decides in time',
      { decisionLeadMinutes: 60 },
      ['/decisionLeadMinutes must be less than minimumLeadMinutes (60)'],
    ],
    ['may leave no lead to decide', { decisionLeadMinutes: 0, minimumLeadMinutes: 0 }, []],
    ['has a lead that the decision fits into', { minimumLeadMinutes: 30 }, ['/decisionLeadMinutes must be less']],
    [
      'leaves something to book',
      { minimumLeadMinutes: 1_440, maximumHorizonDays: 1, reminderOffsetsMinutes: [60] },
      ['/minimumLeadMinutes must be less than the horizon of 1440 minutes'],
    ],
    ['has the same times every day', { slotStepMinutes: 50 }, ['/slotStepMinutes must divide the day']],
    ['may have a step that no hour has', { slotStepMinutes: 45 }, []],
    ['may go without reminders', { reminderOffsetsMinutes: [] }, []],
    [
      'reminds in order',
      { reminderOffsetsMinutes: [180, 2_880, 2_880] },
      ['/reminderOffsetsMinutes/1 must be less than the one before it', '/reminderOffsetsMinutes/2 is there twice'],
    ],
    [
      'reminds of what can be booked',
      { reminderOffsetsMinutes: [86_401, 180] },
      ['/reminderOffsetsMinutes/0 must be within the horizon of 86400 minutes'],
    ],
    [
      'reminds ten times at most',
      { reminderOffsetsMinutes: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1] },
      ['/reminderOffsetsMinutes may have 10 reminders, and has 11'],
    ],
    ['is quiet by night', { quietHours: { from: '23:00', to: '23:00' } }, ['/quietHours must not begin and end']],
    ['may be quiet at noon', { quietHours: { from: '12:00', to: '14:00' } }, []],
    [
      'leaves time to speak',
      { quietHours: { from: '08:00', to: '07:01' } },
      ['/quietHours must leave at least an hour'],
    ],
    [
      'has hours that are there',
      { quietHours: { from: '24:00', to: '08:00' } },
      ['/quietHours must be from and to as'],
    ],
    ['is somewhere', { timeZone: 'Mars/Olympus' }, ['/timeZone must be an IANA time zone']],
    ['is nowhere by abbreviation', { timeZone: 'CET' }, ['/timeZone must be an IANA time zone']],
    [
      'has a name that texts can spell',
      { clinicName: '榆树街 Clinic' },
      ['/clinicName has characters that no text message can spell: 榆 树 街'],
    ],
    [
      'has no name of signs',
      { clinicName: 'Elm 🌳' },
      ['/clinicName has characters that no text message can spell: 🌳'],
    ],
    ['may have a name with accents', { clinicName: 'Clínica São João' }, []],
    ['may have a name in Cyrillic', { clinicName: 'Клиника на Арбате' }, []],
    [
      'has a name that is short as spelled',
      { clinicName: 'Хрящ Щука Жаж Щит' },
      ['/clinicName may have 24 characters, and has 30 as text messages spell it ("Khryashch Shchuka Zhazh Shchit")'],
    ],
    ['has a short name', { clinicName: 'x'.repeat(25) }, ['/clinicName may have 24 characters, and has 25']],
    ['has a name of one line', { clinicName: 'Elm\nStreet' }, ['/clinicName must be one line']],
  ])('%s', (_name, change, expected) => {
    const faults = faultsOf(change);
    expect(faults).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(faults[index]).toContain(words);
  });

  it('has each fault at a field that it has', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        for (const { pointer, message } of policyContradictions(policy)) {
          const [, field = ''] = pointer.split('/');
          expect(Object.keys(USUAL_POLICY)).toContain(field);
          expect(message).toMatch(/^(must|may|is|has) /);
        }
      }),
    );
  });
});

describe('a change', () => {
  const fields = Object.keys(USUAL_POLICY).filter((field) => field !== 'version') as (RangedField | 'clinicName')[];

  it('changes what it names and nothing else, and not the version', () => {
    fc.assert(
      fc.property(anyPolicy, fc.subarray(fields), (other, chosen) => {
        const change = Object.fromEntries(chosen.map((field) => [field, other[field]]));
        const result = changedPolicy(USUAL_POLICY, change);
        expect(result).toEqual({ ...USUAL_POLICY, ...change });
        expect(isSamePolicy(USUAL_POLICY, result)).toBe(
          chosen.every((field) => JSON.stringify(other[field]) === JSON.stringify(USUAL_POLICY[field])),
        );
      }),
    );
  });

  it('leaves alone what is undefined in it', () => {
    expect(changedPolicy(USUAL_POLICY, { clinicName: undefined, smsPerDay: 2 })).toEqual({
      ...USUAL_POLICY,
      smsPerDay: 2,
    });
  });
});
