import { Label, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useId } from 'react';

interface Props<T extends string> {
  label: string;
  choices: readonly { value: T; label: string }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** Any number of a few; none means all. */
export function ChipChoice<T extends string>({ label, choices, chosen, onChange }: Props<T>) {
  const id = useId();
  return (
    <div className="field">
      <Label id={id}>{label}</Label>
      <ToggleButtonGroup
        aria-labelledby={id}
        className="chips"
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) => onChange(choices.map(({ value }) => value).filter((value) => keys.has(value)))}
      >
        {choices.map((choice) => (
          <ToggleButton key={choice.value} id={choice.value} className="chip">
            {choice.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
