import type { InputState } from './contract.js';

/** What an input of a view starts from, in the form of its state; null for what holds no value. */
export function initialState(element: { type: InputState['type'] }): InputState;
export function initialState(element: { type: string }): InputState | null;
export function initialState(element: { type: string }): InputState | null {
  const fields = element as Record<string, unknown>;
  const start = <T>(field: string): T | null => (fields[field] as T | undefined) ?? null;
  const { type } = element as { type: InputState['type'] };
  switch (type) {
    case 'plain_text_input':
      return { type, value: start('initial_value') };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: start('initial_option') };
    case 'checkboxes':
      return { type, selected_options: start('initial_options') ?? [] };
    case 'datepicker':
      return { type, selected_date: start('initial_date') };
    case 'timepicker':
      return { type, selected_time: start('initial_time') };
    default:
      return null;
  }
}
