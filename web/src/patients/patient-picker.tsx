import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { patientRead } from '../api/account-calls.js';
import { patientsFound, type Patient } from '../api/reference-calls.js';
import { useApi } from '../api/use-api.js';
import { useSessionWords } from '../sessions/use-session-words.js';

interface Props {
  label: string;
  /** Empty for nobody. */
  patientId: string;
  placeholder?: string;
  onChange: (patientId: string, patient: Patient | null) => void;
}

/** Finds a patient as a name, mail address or phone is typed; staff only. */
export function PatientPicker({ label, patientId, placeholder, onChange }: Props) {
  const { patientPicker: words } = useSessionWords();
  const api = useApi();
  const [typed, setTyped] = useState<string | null>(null);
  const chosen = useQuery({ ...patientRead(api, patientId), enabled: patientId !== '' });
  const search = typed?.trim() ?? '';
  const found = useQuery({ ...patientsFound(api, search), enabled: search !== '' });
  const patients = search === '' ? [] : (found.data ?? []);
  const name = patientId === '' ? '' : (chosen.data?.fullName ?? '');
  return (
    <ComboBox
      className="field combo"
      inputValue={typed ?? name}
      onInputChange={(text) => setTyped(text === name ? null : text)}
      selectedKey={patientId === '' ? null : patientId}
      onSelectionChange={(key) => {
        const id = key === null ? '' : String(key);
        if (id === patientId) return;
        setTyped(null);
        onChange(id, patients.find((patient) => patient.id === id) ?? null);
      }}
      items={patients}
      defaultFilter={() => true}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <Label>{label}</Label>
      <div className="field-line">
        <Input className="input" placeholder={placeholder} onBlur={() => setTyped(null)} autoComplete="off" />
        {patientId !== '' && (
          <Button slot={null} className="search-clear" aria-label={words.clear} onPress={() => onChange('', null)}>
            ×
          </Button>
        )}
      </div>
      <Popover className="combo-list">
        <ListBox<Patient>
          renderEmptyState={() => (
            <p className="hint combo-empty">{search !== '' && found.isSuccess ? words.none : '…'}</p>
          )}
        >
          {(patient) => (
            <ListBoxItem id={patient.id} textValue={patient.fullName} className="combo-item">
              <Text slot="label">{patient.fullName}</Text>
              <Text slot="description" className="hint">
                {[patient.email, patient.phone].filter(Boolean).join(' · ')}
              </Text>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
