import { useId } from 'react';
import type { Choice } from '../../../../contract.js';
import { useHost } from './block-host.js';
import type { CheckboxPart, RadioPart } from './block-types.js';
import type { FieldProps } from './field-props.js';

/** One of several, or any of several. */
export function ChoiceBoxes({ blockId, part, acts, labels }: FieldProps<RadioPart | CheckboxPart>) {
  const host = useHost();
  const name = useId();
  const chosen = chosenOf(host.value(blockId, part));
  const toggle = (choice: Choice, on: boolean): void => {
    if (part.type === 'radio_buttons') {
      host.change(blockId, part, { type: 'radio_buttons', selected_option: choice }, acts);
      return;
    }
    const selected = part.options.filter(({ value }) => (value === choice.value ? on : isIn(chosen, value)));
    host.change(blockId, part, { type: 'checkboxes', selected_options: selected }, acts);
  };
  return (
    <div className="choice-boxes" role={labels['aria-label'] ? 'group' : undefined} aria-label={labels['aria-label']}>
      {part.options.map((choice) => (
        <label key={choice.value}>
          <input
            type={part.type === 'radio_buttons' ? 'radio' : 'checkbox'}
            name={name}
            checked={isIn(chosen, choice.value)}
            onChange={(event) => toggle(choice, event.target.checked)}
          />
          <span>
            {choice.text.text}
            {choice.description && <span className="hint"> {choice.description.text}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

function chosenOf(state: ReturnType<ReturnType<typeof useHost>['value']>): Choice[] {
  if (state.type === 'checkboxes') return state.selected_options;
  return state.type === 'radio_buttons' && state.selected_option ? [state.selected_option] : [];
}

const isIn = (chosen: Choice[], value: string): boolean => chosen.some((choice) => choice.value === value);
