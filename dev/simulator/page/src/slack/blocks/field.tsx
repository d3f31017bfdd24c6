import type { FieldPart } from './block-types.js';
import { ChoiceBoxes } from './choice-boxes.js';
import type { FieldProps } from './field-props.js';
import { SearchField } from './search-field.js';
import { SelectField } from './select-field.js';
import { TextField } from './text-field.js';
import { WhenField } from './when-field.js';

/** The field that fits the part. */
export function Field({ part, ...rest }: FieldProps<FieldPart>) {
  switch (part.type) {
    case 'plain_text_input':
      return <TextField part={part} {...rest} />;
    case 'static_select':
      return <SelectField part={part} {...rest} />;
    case 'external_select':
      return <SearchField part={part} {...rest} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoiceBoxes part={part} {...rest} />;
    case 'datepicker':
    case 'timepicker':
      return <WhenField part={part} {...rest} />;
  }
}
