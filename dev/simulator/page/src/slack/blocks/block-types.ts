import type { Choice } from '../../../../contract.js';

/** The parts of Block Kit that people can use, as bots send them; everything else is only shown. */
export interface Words {
  type: 'plain_text' | 'mrkdwn';
  text: string;
}

export interface ConfirmWords {
  title: Words;
  text: Words;
  confirm: Words;
  deny: Words;
}

export interface ButtonPart {
  type: 'button';
  action_id: string;
  text: Words;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  accessibility_label?: string;
  confirm?: ConfirmWords;
}

export interface TextPart {
  type: 'plain_text_input';
  action_id: string;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  initial_value?: string;
  placeholder?: Words;
  dispatch_action_config?: { trigger_actions_on?: ('on_enter_pressed' | 'on_character_entered')[] };
}

export interface SelectPart {
  type: 'static_select';
  action_id: string;
  options?: Choice[];
  option_groups?: { label: Words; options: Choice[] }[];
  initial_option?: Choice;
  placeholder?: Words;
}

export interface SearchPart {
  type: 'external_select';
  action_id: string;
  min_query_length?: number;
  initial_option?: Choice;
  placeholder?: Words;
}

export interface RadioPart {
  type: 'radio_buttons';
  action_id: string;
  options: Choice[];
  initial_option?: Choice;
}

export interface CheckboxPart {
  type: 'checkboxes';
  action_id: string;
  options: Choice[];
  initial_options?: Choice[];
}

export interface DatePart {
  type: 'datepicker';
  action_id: string;
  initial_date?: string;
}

export interface TimePart {
  type: 'timepicker';
  action_id: string;
  initial_time?: string;
}

/** What holds a value. */
export type FieldPart = TextPart | SelectPart | SearchPart | RadioPart | CheckboxPart | DatePart | TimePart;

export interface InputBlock {
  type: 'input';
  block_id?: string;
  label: Words;
  hint?: Words;
  optional?: boolean;
  dispatch_action?: boolean;
  element: FieldPart;
}

export interface ActionsBlock {
  type: 'actions';
  block_id?: string;
  elements: (ButtonPart | FieldPart)[];
}

export interface SectionBlock {
  type: 'section';
  block_id?: string;
  accessory: ButtonPart | FieldPart;
}

export interface ShownBlock {
  type: 'shown';
  /** As sent. */
  block: object;
}

export type PageBlock = InputBlock | ActionsBlock | SectionBlock | ShownBlock;
