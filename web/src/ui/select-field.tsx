import { useId } from 'react';
import { useController, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import { useWords } from '../words/use-words.js';
import { faultWords, type FaultKey } from './field-faults.js';

interface Props<V extends FieldValues> {
  control: Control<V>;
  name: FieldPath<V>;
  label: string;
  choices: { value: string; label: string; lang?: string }[];
  rule?: (value: string) => FaultKey | true;
}

/** The platform's own list: it is searched by typing, and fits any phone. */
export function SelectField<V extends FieldValues>({ control, name, label, choices, rule }: Props<V>) {
  const words = useWords();
  const id = useId();
  const { field, fieldState } = useController({ control, name, ...(rule ? { rules: { validate: rule } } : {}) });
  const { error } = fieldState;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        {...field}
        id={id}
        className="input"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-fault` : undefined}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} lang={choice.lang}>
            {choice.label}
          </option>
        ))}
      </select>
      {error && (
        <span id={`${id}-fault`} className="fault">
          {faultWords(words, name, error)}
        </span>
      )}
    </div>
  );
}
