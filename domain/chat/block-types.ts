/** The parts of Block Kit that we use, typed so that Slack's own types accept them. */
export interface PlainText {
  type: 'plain_text';
  text: string;
  emoji?: boolean;
}
export interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
}
export interface Button {
  type: 'button';
  action_id: string;
  text: PlainText;
  value?: string;
  style?: 'primary' | 'danger';
  accessibility_label?: string;
}
export interface Choice {
  text: PlainText;
  value: string;
}
export interface StaticSelect {
  type: 'static_select';
  action_id: string;
  placeholder?: PlainText;
  options: Choice[];
  initial_option?: Choice;
}
export interface ExternalSelect {
  type: 'external_select';
  action_id: string;
  min_query_length: number;
  placeholder?: PlainText;
  initial_option?: Choice;
}
export interface DatePicker {
  type: 'datepicker';
  action_id: string;
  placeholder?: PlainText;
  /** `YYYY-MM-DD`. */
  initial_date?: string;
}
export interface TextInput {
  type: 'plain_text_input';
  action_id: string;
  multiline?: boolean;
  max_length?: number;
  placeholder?: PlainText;
  initial_value?: string;
}
export type Block =
  | { type: 'header'; block_id?: string; text: PlainText }
  | { type: 'section'; block_id?: string; text?: Mrkdwn | PlainText; fields?: Mrkdwn[] }
  | { type: 'context'; block_id?: string; elements: Mrkdwn[] }
  | { type: 'divider'; block_id?: string }
  | { type: 'actions'; block_id?: string; elements: Button[] }
  | {
      type: 'input';
      block_id?: string;
      label: PlainText;
      element: StaticSelect | ExternalSelect | DatePicker | TextInput;
      hint?: PlainText;
      optional?: boolean;
      /** A choice is told to the bot at once. */
      dispatch_action?: boolean;
    };

export interface Modal {
  type: 'modal';
  callback_id?: string;
  title: PlainText;
  submit?: PlainText;
  close?: PlainText;
  private_metadata?: string;
  blocks: Block[];
}

/** The app's Home tab. */
export interface HomeTab {
  type: 'home';
  blocks: Block[];
}

/** A message: `text` is what a phone's lock screen shows, so it holds no personal data. */
export interface Message {
  text: string;
  blocks: Block[];
}
