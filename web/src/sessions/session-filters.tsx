import { useQuery } from '@tanstack/react-query';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { SESSION_STATUSES } from '../../../domain/session/types.js';
import { useMe } from '../api/me.js';
import { doctorsRead, roomsRead } from '../api/reference-calls.js';
import { useApi } from '../api/use-api.js';
import { PatientPicker } from '../patients/patient-picker.js';
import { ChipChoice } from '../ui/chip-choice.js';
import { ChoiceField } from '../ui/choice-field.js';
import { DateInput } from '../ui/date-input.js';
import { SearchBox } from '../ui/search-box.js';
import { countOf, SESSION_SORTS, type SessionFilter, type SessionSort } from './session-filter.js';
import { useSessionWords } from './use-session-words.js';

interface Props {
  filter: SessionFilter;
  onChange: (change: Partial<SessionFilter>) => void;
}

const NOTHING = { statuses: [], doctorId: '', patientId: '', roomId: '', from: '', until: '' };

/** What narrows a list of sessions, as far as the viewer's role can use it. */
export function SessionFilters({ filter, onChange }: Props) {
  const { list: words, statuses } = useSessionWords();
  const { data: me } = useMe();
  const count = countOf(filter);
  return (
    <div className="filters">
      <div className="filter-row">
        <SearchBox
          label={words.search}
          placeholder={words.searchHint}
          clear={words.clearSearch}
          value={filter.search}
          onChange={(search) => onChange({ search })}
        />
        <ChoiceField
          label={words.order}
          value={filter.sort}
          choices={SESSION_SORTS.map((value) => ({ value, label: words.orders[value] }))}
          onChange={(sort) => onChange({ sort: sort as SessionSort })}
        />
      </div>
      <ChipChoice
        label={words.status}
        choices={SESSION_STATUSES.map((value) => ({ value, label: statuses[value] }))}
        chosen={filter.statuses}
        onChange={(chosen) => onChange({ statuses: chosen })}
      />
      <Disclosure className="more-filters" defaultExpanded={count > (filter.statuses.length > 0 ? 1 : 0)}>
        <div className="filter-heads">
          <Heading className="more-heading">
            <Button slot="trigger" className="button small">
              {count === 0 ? words.filters : words.filtersOn(count)}
            </Button>
          </Heading>
          {count > 0 && (
            <Button className="button small" onPress={() => onChange(NOTHING)}>
              {words.clear}
            </Button>
          )}
        </div>
        <DisclosurePanel>
          <div className="filter-grid">
            <DateInput label={words.from} value={filter.from} onChange={(from) => onChange({ from })} />
            <DateInput
              label={words.until}
              value={filter.until}
              min={filter.from}
              onChange={(until) => onChange({ until })}
            />
            {me?.role !== 'DOCTOR' && <DoctorFilter filter={filter} onChange={onChange} />}
            {me?.role !== 'PATIENT' && <StaffFilters filter={filter} onChange={onChange} />}
          </div>
        </DisclosurePanel>
      </Disclosure>
    </div>
  );
}

function DoctorFilter({ filter, onChange }: Props) {
  const { list: words } = useSessionWords();
  const { data: me } = useMe();
  const doctors = useQuery(doctorsRead(useApi(), me?.role !== 'PATIENT'));
  const choices = (doctors.data ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }));
  return (
    <ChoiceField
      label={words.doctor}
      value={filter.doctorId}
      choices={[{ value: '', label: words.anyDoctor }, ...choices]}
      onChange={(doctorId) => onChange({ doctorId })}
    />
  );
}

function StaffFilters({ filter, onChange }: Props) {
  const { list: words, patientPicker } = useSessionWords();
  const rooms = useQuery(roomsRead(useApi()));
  const choices = (rooms.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <ChoiceField
        label={words.room}
        value={filter.roomId}
        choices={[{ value: '', label: words.anyRoom }, ...choices]}
        onChange={(roomId) => onChange({ roomId })}
      />
      <PatientPicker
        label={patientPicker.label}
        placeholder={patientPicker.any}
        patientId={filter.patientId}
        onChange={(patientId) => onChange({ patientId })}
      />
    </>
  );
}
