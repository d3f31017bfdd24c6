import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { rules } from '../ui/field-faults.js';
import { FormField } from '../ui/form-field.js';
import { useWords } from '../words/use-words.js';

/** For whoever comes without the mail's link, or with one that is not good any more. */
export function TokenField<V extends FieldValues>({ control, name }: { control: Control<V>; name: FieldPath<V> }) {
  const { fields } = useWords();
  return (
    <FormField
      control={control}
      name={name}
      label={fields.token}
      rule={rules.token}
      hint={fields.tokenHint}
      autoComplete="one-time-code"
    />
  );
}
