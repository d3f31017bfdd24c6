import { FieldError, Label, Text, TextArea, TextField } from 'react-aria-components';
import { useController, type FieldValues } from 'react-hook-form';
import { useWords } from '../words/use-words.js';
import { faultWords } from './field-faults.js';
import type { FormFieldProps } from './form-field.js';

type Props<V extends FieldValues> = Omit<FormFieldProps<V>, 'type' | 'beside' | 'autoComplete'> & { rows?: number };

/** Some lines of text, with their label, hint and fault. */
export function TextAreaField<V extends FieldValues>(props: Props<V>) {
  const { control, name, label, rule, hint, isRequired = true, rows = 3 } = props;
  const words = useWords();
  const { field, fieldState } = useController({ control, name, rules: { validate: rule } });
  return (
    <TextField
      className="field"
      name={name}
      value={field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      isInvalid={fieldState.invalid}
      isRequired={isRequired}
      validationBehavior="aria"
    >
      <Label>{label}</Label>
      <TextArea ref={field.ref} className="input" rows={rows} />
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
