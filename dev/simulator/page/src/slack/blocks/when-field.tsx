import { useState } from 'react';
import { useHost } from './block-host.js';
import type { DatePart, TimePart } from './block-types.js';
import type { FieldProps } from './field-props.js';

/** A day or a time. A half-typed one is nobody's business yet, so the bot hears of whole ones only. */
export function WhenField({ blockId, part, acts, labels }: FieldProps<DatePart | TimePart>) {
  const host = useHost();
  const state = host.value(blockId, part);
  const value =
    (state.type === 'datepicker' ? state.selected_date : state.type === 'timepicker' ? state.selected_time : null) ??
    '';
  const [typed, setTyped] = useState(value);
  const put = (when: string): void => {
    setTyped(when);
    if (when === value || isOdd(when)) return;
    const chosen = when === '' ? null : when;
    if (part.type === 'datepicker') host.change(blockId, part, { type: part.type, selected_date: chosen }, acts);
    else host.change(blockId, part, { type: part.type, selected_time: chosen }, acts);
  };
  return (
    <input
      className="field"
      type={part.type === 'datepicker' ? 'date' : 'time'}
      value={typed}
      onChange={(event) => put(event.target.value)}
      {...labels}
    />
  );
}

/** While a year is typed, its first digits make a year long ago. */
const isOdd = (when: string): boolean => /^0\d{3}-/.test(when);
