import { useEffect, useRef, type ChangeEvent, type KeyboardEvent } from 'react';
import { useHost } from './block-host.js';
import type { TextPart } from './block-types.js';
import type { FieldProps } from './field-props.js';

/** A pause in typing after which the bot is told, where it wants to know each character. */
const TYPING_PAUSE_MS = 400;

/** One line or several. */
export function TextField({ blockId, part, acts, labels }: FieldProps<TextPart>) {
  const host = useHost();
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  const state = host.value(blockId, part);
  const value = (state.type === 'plain_text_input' && state.value) || '';
  const triggers = part.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const put = (text: string, act: boolean): void =>
    host.change(blockId, part, { type: 'plain_text_input', value: text === '' ? null : text }, act);
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    const text = event.target.value;
    put(text, false);
    clearTimeout(pause.current);
    if (acts && triggers.includes('on_character_entered')) {
      pause.current = setTimeout(() => put(text, true), TYPING_PAUSE_MS);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || part.multiline || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (acts && triggers.includes('on_enter_pressed')) put(value, true);
    else host.submit?.();
  };
  const props = {
    className: 'field',
    value,
    placeholder: part.placeholder?.text,
    maxLength: part.max_length,
    autoComplete: 'off',
    onChange,
    onKeyDown,
    ...labels,
  };
  return part.multiline ? <textarea rows={3} {...props} /> : <input type="text" {...props} />;
}
