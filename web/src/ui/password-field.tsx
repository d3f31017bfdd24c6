import { useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import type { FieldValues } from 'react-hook-form';
import { useWords } from '../words/use-words.js';
import { FormField, type FormFieldProps } from './form-field.js';

type Props<V extends FieldValues> = Omit<FormFieldProps<V>, 'type' | 'beside'>;

/** A password, which can be looked at instead of being typed twice. */
export function PasswordField<V extends FieldValues>(props: Props<V>) {
  const { fields } = useWords();
  const [isShown, setIsShown] = useState(false);
  return (
    <FormField
      {...props}
      type={isShown ? 'text' : 'password'}
      beside={
        <ToggleButton
          className="button beside"
          aria-label={fields.showPassword}
          isSelected={isShown}
          onChange={setIsShown}
        >
          {isShown ? fields.hide : fields.show}
        </ToggleButton>
      }
    />
  );
}
