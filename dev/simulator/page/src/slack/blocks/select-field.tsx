import type { Choice } from '../../../../contract.js';
import { useHost } from './block-host.js';
import type { SelectPart } from './block-types.js';
import type { FieldProps } from './field-props.js';
import { choicesOf } from './view-values.js';

/** A choice from a list. */
export function SelectField({ blockId, part, acts, labels }: FieldProps<SelectPart>) {
  const host = useHost();
  const state = host.value(blockId, part);
  const chosen = state.type === 'static_select' ? state.selected_option : null;
  const choose = (value: string): void => {
    const option = choicesOf(part).find((choice) => choice.value === value) ?? null;
    host.change(blockId, part, { type: 'static_select', selected_option: option }, acts);
  };
  return (
    <select className="field" value={chosen?.value ?? ''} onChange={(event) => choose(event.target.value)} {...labels}>
      <option value="" disabled={chosen !== null}>
        {part.placeholder?.text ?? 'Choose'}
      </option>
      {part.option_groups?.map(({ label, options }) => (
        <optgroup key={label.text} label={label.text}>
          <Options choices={options} />
        </optgroup>
      )) ?? <Options choices={part.options ?? []} />}
    </select>
  );
}

function Options({ choices }: { choices: Choice[] }) {
  return choices.map(({ text, value }) => (
    <option key={value} value={value}>
      {text.text}
    </option>
  ));
}
