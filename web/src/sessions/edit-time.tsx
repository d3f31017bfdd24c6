import { useController, type Control } from 'react-hook-form';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { DateInput } from '../ui/date-input.js';
import { FormField } from '../ui/form-field.js';
import type { EditDraft } from './edit-draft.js';
import { useSessionWords } from './use-session-words.js';

/** Date, time and length of a session, on the clinic's clock. */
export function EditTime({ control, timeZone }: { control: Control<EditDraft>; timeZone: string }) {
  const { dialog: words } = useSessionWords();
  const date = useController({ control, name: 'date' }).field;
  const time = useController({ control, name: 'time' }).field;
  return (
    <>
      <DateInput label={words.date} value={date.value} hint={words.zone(timeZone)} onChange={date.onChange} />
      <TextField className="field" value={time.value} onChange={time.onChange} type="time">
        <Label>{words.time}</Label>
        <Input className="input" />
        <Text slot="description" className="hint">
          {words.zone(timeZone)}
        </Text>
      </TextField>
      <FormField
        control={control}
        name="durationMinutes"
        label={words.duration}
        rule={(value) => (/^\d{1,3}$/.test(value) ? true : 'required')}
      />
    </>
  );
}
