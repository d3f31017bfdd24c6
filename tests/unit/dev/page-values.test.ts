import { describe, expect, it } from '@jest/globals';
import type { Choice } from '../../../dev/simulator/contract.js';
import { readBlocks } from '../../../dev/simulator/page/src/slack/blocks/read-blocks.js';
import { currentValues, missingFields, withValue } from '../../../dev/simulator/page/src/slack/blocks/view-values.js';

const choice = (value: string): Choice => ({ text: { type: 'plain_text', text: value }, value });
const label = { type: 'plain_text', text: 'Label' };
const times = (...values: string[]): unknown => ({
  type: 'input',
  block_id: 'time',
  label,
  element: { type: 'static_select', action_id: 'pick', options: values.map(choice) },
});

describe('what is entered into a view', () => {
  it('starts from what the bot gave', () => {
    const blocks = readBlocks([
      {
        type: 'input',
        block_id: 'a',
        label,
        element: { type: 'plain_text_input', action_id: 'x', initial_value: 'hi' },
      },
      { type: 'section', block_id: 'b', accessory: { type: 'datepicker', action_id: 'y', initial_date: '2027-03-01' } },
      { type: 'actions', block_id: 'c', elements: [{ type: 'checkboxes', action_id: 'z', options: [choice('1')] }] },
      { type: 'header', text: label },
    ]);
    expect(currentValues(blocks, {})).toEqual({
      a: { x: { type: 'plain_text_input', value: 'hi' } },
      b: { y: { type: 'datepicker', selected_date: '2027-03-01' } },
      c: { z: { type: 'checkboxes', selected_options: [] } },
    });
  });

  it('keeps an entry over an update, and lets go of a choice that is not offered any more', () => {
    const touched = withValue({}, 'time', 'pick', { type: 'static_select', selected_option: choice('10:00') });
    const kept = currentValues(readBlocks([times('09:00', '10:00')]), touched);
    expect(kept.time?.pick).toMatchObject({ selected_option: { value: '10:00' } });
    const gone = currentValues(readBlocks([times('09:00')]), touched);
    expect(gone.time?.pick).toEqual({ type: 'static_select', selected_option: null });
  });

  it('wants what is required, and nothing else', () => {
    const sent = [
      { type: 'input', block_id: 'category', label, element: { type: 'radio_buttons', action_id: 'c', options: [] } },
      { type: 'input', block_id: 'reason', label, element: { type: 'plain_text_input', action_id: 'reason_text' } },
    ];
    const blocks = readBlocks([...sent, { ...(times('09:00') as object), optional: true }]);
    expect(Object.keys(missingFields(blocks, currentValues(blocks, {})))).toEqual(['category', 'reason']);
    const touched = withValue({}, 'reason', 'reason_text', { type: 'plain_text_input', value: '   ' });
    expect(missingFields(blocks, currentValues(blocks, touched))).toHaveProperty('reason');
  });

  it('leaves out parts that it does not know', () => {
    const blocks = readBlocks([
      {
        type: 'actions',
        elements: [
          { type: 'overflow', action_id: 'o' },
          { type: 'button', action_id: 'b', text: label },
        ],
      },
      { type: 'input', label, element: { type: 'rich_text_input', action_id: 'r' } },
      'not a block',
    ]);
    expect(blocks).toEqual([{ type: 'actions', elements: [{ type: 'button', action_id: 'b', text: label }] }]);
  });
});
