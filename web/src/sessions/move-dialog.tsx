import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import { useMe } from '../api/me.js';
import { doctorsRead } from '../api/reference-calls.js';
import { useApi } from '../api/use-api.js';
import { OverrideBox } from '../slots/override-box.js';
import type { Slot } from '../slots/slot-reads.js';
import { SlotPicker } from '../slots/slot-picker.js';
import { TimeRefusal } from '../slots/time-refusal.js';
import { useOverride } from '../slots/use-override.js';
import { ActionButton } from '../ui/action-button.js';
import { ChoiceField } from '../ui/choice-field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { localDateIn } from '../ui/time-text.js';
import type { ActionDialogProps } from './plain-action-dialog.js';
import type { MoveBody } from './session-commands.js';
import { useCommand } from './use-command.js';
import { useSessionWords } from './use-session-words.js';

interface Props extends ActionDialogProps {
  /** A time that was chosen already, such as by dragging; it may be none of the free ones. */
  to?: Slot;
}

/** Another time for a session, among the free ones; secretaries and administrators may change the doctor too. */
export function MoveDialog({ session, to, onClose, onDone }: Props) {
  const { actions, dialog: words, override: overrideWords } = useSessionWords();
  const { data: me } = useMe();
  const [doctorId, setDoctorId] = useState(to?.doctorId ?? session.doctor.id);
  const [slot, setSlot] = useState<Slot | null>(to ?? null);
  const [reason, setReason] = useState('');
  const [isTooEarly, setIsTooEarly] = useState(false);
  const command = useCommand<MoveBody>({
    session,
    send: (commands, body, key) => commands.move(session, body, key),
    onDone,
  });
  const override = useOverride(command.failure);
  const choose = (chosen: Slot | null): void => {
    setSlot(chosen);
    override.drop();
    command.forgetFailure();
  };
  const send = (): void => {
    setIsTooEarly(slot === null);
    const agreed = override.take();
    if (slot === null || agreed === null) return;
    const { version } = session;
    const other = doctorId === session.doctor.id ? {} : { doctorId };
    const said = reason.trim() === '' ? {} : { reason: reason.trim() };
    command.run({ startsAt: slot.startsAt, version, ...other, ...said, ...(agreed ? { override: agreed } : {}) });
  };
  const { timeZone } = session;
  return (
    <FormDialog title={actions.move.title} isOpen isWide onClose={onClose}>
      <p>{actions.move.lead}</p>
      {(me?.role === 'SECRETARY' || me?.role === 'ADMIN') && (
        <DoctorChoice
          value={doctorId}
          onChange={(id) => {
            setDoctorId(id);
            choose(null);
          }}
        />
      )}
      <SlotPicker
        wish={{ doctorId, sessionId: session.id }}
        timeZone={timeZone}
        from={localDateIn((to ?? session).startsAt, timeZone)}
        chosen={slot}
        onChoose={choose}
      />
      <TextField className="field" value={reason} onChange={setReason} maxLength={2_000}>
        <Label>{words.reasonOptional}</Label>
        <TextArea className="input" rows={2} />
      </TextField>
      {override.violations ? (
        <OverrideBox
          violations={override.violations}
          draft={override.draft}
          isFaulty={override.isFaulty}
          onChange={override.setDraft}
        />
      ) : (
        command.failure && <TimeRefusal failure={command.failure} timeZone={timeZone} onChoose={choose} />
      )}
      <p role="alert" className="fault">
        {isTooEarly && slot === null ? words.notYet : null}
      </p>
      <div className="dialog-end">
        <Button className="button" onPress={onClose}>
          {words.close}
        </Button>
        {override.canOffer && (
          <Button className="button danger" onPress={override.offer}>
            {overrideWords.offer}
          </Button>
        )}
        <ActionButton className="button primary" isPending={command.isPending} onPress={send}>
          {actions.move.submit}
        </ActionButton>
      </div>
    </FormDialog>
  );
}

function DoctorChoice({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { dialog: words } = useSessionWords();
  const doctors = useQuery(doctorsRead(useApi(), false));
  const choices = (doctors.data ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }));
  return <ChoiceField label={words.doctor} value={value} choices={choices} onChange={onChange} />;
}
