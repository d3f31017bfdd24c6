import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findElement, stateOf } from '../../../dev/simulator/server/block-elements.js';
import type { InputState, ViewValues } from '../../../dev/simulator/contract.js';

const option = { text: { type: 'plain_text' as const, text: 'Room 1' }, value: 'r1' };
const field = (blockId: string, element: object): object => ({ type: 'input', block_id: blockId, element });
const FORM = [
  { type: 'section', block_id: 's', text: { type: 'mrkdwn', text: '*Book*' } },
  field('note', { type: 'plain_text_input', action_id: 'n' }),
  field('day', { type: 'datepicker', action_id: 'd', initial_date: '2027-03-01' }),
  field('at', { type: 'timepicker', action_id: 't' }),
  field('room', { type: 'static_select', action_id: 'r', options: [option], initial_option: option }),
  { type: 'section', block_id: 'who', accessory: { type: 'external_select', action_id: 'w' } },
  {
    type: 'actions',
    block_id: 'more',
    elements: [
      { type: 'button', action_id: 'b' },
      { type: 'checkboxes', action_id: 'c' },
    ],
  },
];
const UNTOUCHED: ViewValues = {
  note: { n: { type: 'plain_text_input', value: null } },
  day: { d: { type: 'datepicker', selected_date: '2027-03-01' } },
  at: { t: { type: 'timepicker', selected_time: null } },
  room: { r: { type: 'static_select', selected_option: option } },
  who: { w: { type: 'external_select', selected_option: null } },
  more: { c: { type: 'checkboxes', selected_options: [] } },
};

describe('the state of a view', () => {
  test('has every input, untouched ones with what they started from', () => {
    expect(stateOf(FORM, {})).toEqual(UNTOUCHED);
  });

  test('takes what was entered', () => {
    const entered: ViewValues = { note: { n: { type: 'plain_text_input', value: 'knee' } } };
    expect(stateOf(FORM, entered)).toEqual({ ...UNTOUCHED, ...entered });
  });

  test('never has more or other inputs than the view, whatever is sent', () => {
    const state: fc.Arbitrary<InputState> = fc.constantFrom<InputState>(
      { type: 'plain_text_input', value: 'x' },
      { type: 'datepicker', selected_date: null },
      { type: 'checkboxes', selected_options: [option] },
    );
    const id = fc.constantFrom('note', 'n', 'day', 'd', 'more', 'c', 'elsewhere', '__proto__');
    fc.assert(
      fc.property(fc.dictionary(id, fc.dictionary(id, state)), (values) => {
        const shape = (of: ViewValues): string[] =>
          Object.entries(of).flatMap(([block, inputs]) =>
            Object.entries(inputs).map(([action, { type }]) => `${block} ${action} ${type}`),
          );
        expect(shape(stateOf(FORM, values))).toEqual(shape(UNTOUCHED));
      }),
    );
  });
});

test('an element is found in its own block only', () => {
  expect(findElement(FORM, 'more', 'b')).toMatchObject({ type: 'button' });
  expect(findElement(FORM, 'who', 'w')).toMatchObject({ type: 'external_select' });
  expect(findElement(FORM, 'who', 'b')).toBeUndefined();
  expect(findElement(FORM, 's', '')).toBeUndefined();
});
