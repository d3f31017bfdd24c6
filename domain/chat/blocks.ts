import { LIMITS } from './limits.js';

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

/** Cuts at a character, never inside a surrogate pair, and shows that something is missing. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Slack escapes three characters in what people type or choose. */
export function unescapeSlack(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Text that people typed, safe inside mrkdwn: no mentions, links or entities can come of it
 * (https://docs.slack.dev/messaging/formatting-message-text).
 */
export function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Typed text as one short line of mrkdwn. */
export function quoteLine(text: string, max = 300): string {
  return escapeMrkdwn(truncate(text.replace(/\s+/g, ' ').trim(), max));
}

export const plain = (text: string, max: number = LIMITS.sectionText): PlainText => ({
  type: 'plain_text',
  text: truncate(text, max),
  emoji: true,
});
export const mrkdwn = (text: string, max: number = LIMITS.sectionText): Mrkdwn => ({
  type: 'mrkdwn',
  text: truncate(text, max),
});

export const header = (text: string): Block => ({ type: 'header', text: plain(text, LIMITS.headerText) });
export const section = (text: string): Block => ({ type: 'section', text: mrkdwn(text) });
export const fields = (...texts: string[]): Block => ({
  type: 'section',
  fields: texts.map((text) => mrkdwn(text, LIMITS.fieldText)),
});
export const context = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text)] });
export const divider: Block = { type: 'divider' };
export const actions = (blockId: string, ...elements: Button[]): Block => ({
  type: 'actions',
  block_id: blockId,
  elements,
});

/** A button; `accessibilityLabel` says to a screen reader which session it is about. */
export function button(options: {
  actionId: string;
  text: string;
  value: string;
  style?: 'primary' | 'danger';
  accessibilityLabel: string;
}): Button {
  return {
    type: 'button',
    action_id: options.actionId,
    text: plain(options.text, LIMITS.buttonText),
    value: options.value,
    ...(options.style && { style: options.style }),
    accessibility_label: truncate(options.accessibilityLabel, LIMITS.buttonText),
  };
}

export const choice = (text: string, value: string): Choice => ({ text: plain(text, LIMITS.optionText), value });
