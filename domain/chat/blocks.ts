import type { Block, Button, Choice, Mrkdwn, PlainText } from './block-types.js';
import { LIMITS } from './limits.js';

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
