import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { useController, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import { useWords } from '../words/use-words.js';
import { faultWords, type FaultKey } from './field-faults.js';

export interface FormFieldProps<V extends FieldValues> {
  control: Control<V>;
  name: FieldPath<V>;
  label: string;
  rule: (value: string) => FaultKey | true;
  hint?: ReactNode;
  type?: 'text' | 'email' | 'tel' | 'password';
  autoComplete?: string;
  isRequired?: boolean;
  /** Beside the input, such as a button. */
  beside?: ReactNode;
}

/** One line of text, with its label, hint and fault. */
export function FormField<V extends FieldValues>(props: FormFieldProps<V>) {
  const { control, name, label, rule, hint, type = 'text', autoComplete, isRequired = true, beside } = props;
  const words = useWords();
  const { field, fieldState } = useController({ control, name, rules: { validate: rule } });
  return (
    <TextField
      className="field"
      name={name}
      type={type}
      value={field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      isInvalid={fieldState.invalid}
      isRequired={isRequired}
      validationBehavior="aria"
      autoComplete={autoComplete}
      autoCorrect="off"
      spellCheck="false"
    >
      <Label>{label}</Label>
      <div className="field-line">
        <Input ref={field.ref} className="input" />
        {beside}
      </div>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="fault">
        {fieldState.error ? faultWords(words, name, fieldState.error) : undefined}
      </FieldError>
    </TextField>
  );
}
