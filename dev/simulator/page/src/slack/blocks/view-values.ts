import type { Choice, InputState, ViewValues } from '../../../../contract.js';
import { initialState } from '../../../../initial-state.js';
import type { FieldPart, PageBlock, SelectPart } from './block-types.js';
import { fieldsOf } from './read-blocks.js';

/**
 * The state of all parts: what the person entered stays while block and action keep their ids, as in Slack, and a
 * choice that is no longer offered is let go.
 */
export function currentValues(blocks: PageBlock[], touched: ViewValues): ViewValues {
  const values: ViewValues = {};
  for (const { blockId, part } of fieldsOf(blocks)) {
    const given = touched[blockId]?.[part.action_id];
    const kept = given !== undefined && given.type === part.type && isOffered(part, given);
    (values[blockId] ??= {})[part.action_id] = kept ? given : initialState(part);
  }
  return values;
}

export function withValue(values: ViewValues, blockId: string, actionId: string, state: InputState): ViewValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: state } };
}

/** Required inputs that are empty or too short, by block id, in words for the field. */
export function missingFields(blocks: PageBlock[], values: ViewValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const blockId = block.block_id ?? '';
    const state = values[blockId]?.[block.element.action_id] ?? initialState(block.element);
    if (isBlank(state)) {
      if (!block.optional) errors[blockId] = 'Please fill this in.';
    } else if (block.element.type === 'plain_text_input' && state.type === 'plain_text_input') {
      const { min_length: least = 0 } = block.element;
      if ((state.value ?? '').length < least) errors[blockId] = `Please write at least ${least} characters.`;
    }
  }
  return errors;
}

export const choicesOf = (part: SelectPart): Choice[] =>
  part.options ?? part.option_groups?.flatMap(({ options }) => options) ?? [];

function isBlank(state: InputState): boolean {
  switch (state.type) {
    case 'plain_text_input':
      return (state.value ?? '').trim() === '';
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return state.selected_option === null;
    case 'checkboxes':
      return state.selected_options.length === 0;
    case 'datepicker':
      return state.selected_date === null;
    case 'timepicker':
      return state.selected_time === null;
  }
}

function isOffered(part: FieldPart, state: InputState): boolean {
  if (part.type !== 'static_select' || state.type !== 'static_select' || state.selected_option === null) return true;
  const { value } = state.selected_option;
  return choicesOf(part).some((choice) => choice.value === value);
}
