import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SLOT_RULES, type SlotReason, type SlotRule } from '../../../../domain/availability/types.js';
import { conflictsOf, judgeOverride, resourceOf } from '../../../../domain/session/override.js';
import type { Resource } from '../../../../domain/session/types.js';

const RESOURCES: Resource[] = ['doctor', 'room', 'patient'];
const reasonsFor = (rules: readonly SlotRule[]): SlotReason[] => rules.map((rule) => ({ rule, detail: '' }));
const someRules = fc.uniqueArray(fc.constantFrom(...SLOT_RULES));
const someAccepted = fc.uniqueArray(fc.constantFrom<SlotRule | Resource>(...SLOT_RULES, ...RESOURCES));

describe('an override', () => {
  test.each<[SlotRule[], (SlotRule | Resource)[], Resource[] | null]>([
    [[], [], []],
    [['outside_hours'], [], null],
    [['outside_hours'], ['outside_hours'], []],
    [['doctor_busy'], ['room'], null],
    [['doctor_busy'], ['doctor'], ['doctor']],
    [['buffer'], ['buffer'], ['doctor']],
    [
      ['doctor_busy', 'no_room'],
      ['doctor_busy', 'room'],
      ['doctor', 'room'],
    ],
    [['doctor_busy', 'patient_busy'], ['doctor'], null],
    // What was confirmed by name may be taken by whoever is quicker; a rule frees nothing where it is kept.
    [[], ['patient'], ['patient']],
    [[], ['patient_busy'], []],
  ])('of %j that accepts %j frees %j', (rules, accept, exempt) => {
    const expected = exempt === null ? { kind: 'UNCONFIRMED' } : { kind: 'CONFIRMED', exempt };
    expect(judgeOverride(reasonsFor(rules), accept)).toEqual(expected);
  });

  test('stands exactly if every violated rule was accepted, by itself or by what it says is taken', () => {
    fc.assert(
      fc.property(someRules, someAccepted, (rules, accept) => {
        const isAccepted = rules.every((rule) => accept.includes(rule) || accept.includes(resourceOf(rule) ?? rule));
        expect(judgeOverride(reasonsFor(rules), accept).kind).toBe(isAccepted ? 'CONFIRMED' : 'UNCONFIRMED');
      }),
    );
  });

  test('frees what is taken, and beyond it only what was named', () => {
    fc.assert(
      fc.property(someRules, someAccepted, (rules, accept) => {
        const judged = judgeOverride(reasonsFor(rules), accept);
        if (judged.kind === 'UNCONFIRMED') return;
        const taken = conflictsOf(reasonsFor(rules));
        expect(judged.exempt).toEqual(expect.arrayContaining(taken));
        expect(new Set(judged.exempt).size).toBe(judged.exempt.length);
        for (const resource of judged.exempt) expect([...taken, ...accept]).toContain(resource);
      }),
    );
  });

  test('that accepts more never stands less', () => {
    fc.assert(
      fc.property(someRules, someAccepted, someAccepted, (rules, some, more) => {
        const reasons = reasonsFor(rules);
        if (judgeOverride(reasons, some).kind === 'UNCONFIRMED') return;
        expect(judgeOverride(reasons, [...some, ...more]).kind).toBe('CONFIRMED');
      }),
    );
  });
});
