import { useQuery } from '@tanstack/react-query';
import { useController, type Control } from 'react-hook-form';
import { SESSION_STATUSES } from '../../../domain/session/types.js';
import { doctorsRead, roomsRead } from '../api/reference-calls.js';
import { useApi } from '../api/use-api.js';
import { CheckBox } from '../ui/check-box.js';
import { SelectField } from '../ui/select-field.js';
import type { EditDraft } from './edit-draft.js';
import type { Session } from './session-reads.js';
import { useSessionWords } from './use-session-words.js';

interface Choice {
  id: string;
  name: string;
}

/** With whom, where, and how far a session is. */
export function EditPlace({ control, session }: { control: Control<EditDraft>; session: Session }) {
  const { dialog: words, statuses } = useSessionWords();
  const api = useApi();
  const doctors = useQuery(doctorsRead(api, false));
  const rooms = useQuery(roomsRead(api));
  const telehealth = useController({ control, name: 'telehealth' }).field;
  const { doctor, room } = session;
  const doctorChoices = withPresent(
    (doctors.data ?? []).map(({ id, fullName }) => ({ id, name: fullName })),
    { id: doctor.id, name: doctor.fullName },
  );
  const roomChoices = withPresent(rooms.data?.filter(({ active }) => active) ?? [], room);
  return (
    <>
      <SelectField control={control} name="doctorId" label={words.doctor} choices={optionsOf(doctorChoices)} />
      <SelectField
        control={control}
        name="status"
        label={words.status}
        choices={SESSION_STATUSES.map((value) => ({ value, label: statuses[value] }))}
      />
      {!telehealth.value && (
        <SelectField
          control={control}
          name="roomId"
          label={words.room}
          choices={[...(room === null ? [{ value: '', label: words.anyRoom }] : []), ...optionsOf(roomChoices)]}
        />
      )}
      <CheckBox isSelected={telehealth.value} onChange={telehealth.onChange}>
        {words.telehealth}
      </CheckBox>
    </>
  );
}

/** What is chosen at present is a choice, also where it is out of use or not read yet. */
function withPresent(choices: readonly Choice[], present: Choice | null): readonly Choice[] {
  return present === null || choices.some(({ id }) => id === present.id) ? choices : [present, ...choices];
}

const optionsOf = (choices: readonly Choice[]) => choices.map(({ id, name }) => ({ value: id, label: name }));
