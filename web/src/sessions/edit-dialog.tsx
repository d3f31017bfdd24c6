import { useState, type SyntheticEvent } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from 'react-aria-components';
import { OverrideBox } from '../slots/override-box.js';
import { TimeRefusal } from '../slots/time-refusal.js';
import { useOverride } from '../slots/use-override.js';
import { rules } from '../ui/field-faults.js';
import { FormDialog } from '../ui/form-dialog.js';
import { SubmitButton } from '../ui/submit-button.js';
import { TextAreaField } from '../ui/text-area-field.js';
import { changesOf, draftOf, instantsOf, type EditDraft } from './edit-draft.js';
import { EditPlace } from './edit-place.js';
import { EditTime } from './edit-time.js';
import type { ActionDialogProps } from './plain-action-dialog.js';
import type { EditBody } from './session-commands.js';
import { useCommand } from './use-command.js';
import { useSessionWords } from './use-session-words.js';

/** Changes anything of a session at once, for administrators; what breaks a rule is shown and needs an explicit yes. */
export function EditDialog({ session, onClose, onDone }: ActionDialogProps) {
  const { actions, detail, dialog: words, override: overrideWords } = useSessionWords();
  // What is changed elsewhere meanwhile is refused as stale, rather than shown under what is being typed.
  const [shown] = useState(session);
  const form = useForm({ defaultValues: draftOf(shown) });
  const command = useCommand<EditBody>({
    session: shown,
    send: (commands, body, key) => commands.edit(shown, body, key),
    onDone,
  });
  const override = useOverride(command.failure);
  const [fault, setFault] = useState<string | null>(null);
  const send = (draft: EditDraft): void => {
    const changes = changesOf(shown, draft);
    const problem =
      instantsOf(draft, shown.timeZone).length === 0
        ? words.noSuchTime
        : Object.keys(changes).length === 0
          ? words.nothing
          : null;
    setFault(problem);
    const agreed = override.take();
    if (problem !== null || agreed === null) return;
    const said = { reason: draft.reason.trim(), version: shown.version };
    command.run({ ...changes, ...said, ...(agreed ? { override: agreed } : {}) });
  };
  const submit = form.handleSubmit(send);
  const onSubmit = (event: SyntheticEvent): void => void submit(event);
  const { control } = form;
  return (
    <FormDialog title={actions.edit.title} isOpen isWide onClose={onClose}>
      <p>{actions.edit.lead}</p>
      <form onSubmit={onSubmit} onChange={override.drop} noValidate className="form two-columns">
        <EditTime control={control} timeZone={shown.timeZone} />
        <EditPlace control={control} session={shown} />
        <TextAreaField
          control={control}
          name="visitReason"
          label={detail.visitReason}
          rule={rules.optionalNote}
          isRequired={false}
          rows={2}
        />
        <TextAreaField
          control={control}
          name="note"
          label={detail.note}
          rule={rules.optionalNote}
          isRequired={false}
          rows={2}
        />
        <div className="form-end form">
          <TextAreaField control={control} name="reason" label={words.reason} rule={rules.note} rows={2} />
          <p role="alert" className="fault">
            {fault}
          </p>
          {!override.violations && command.failure && (
            <TimeRefusal failure={command.failure} timeZone={shown.timeZone} />
          )}
        </div>
      </form>
      {override.violations && (
        <OverrideBox
          violations={override.violations}
          draft={override.draft}
          isFaulty={override.isFaulty}
          onChange={override.setDraft}
        />
      )}
      <form onSubmit={onSubmit} className="dialog-end">
        <Button className="button" onPress={onClose}>
          {words.close}
        </Button>
        {override.canOffer && (
          <Button className="button danger" onPress={override.offer}>
            {overrideWords.offer}
          </Button>
        )}
        <SubmitButton isPending={command.isPending}>{actions.edit.submit}</SubmitButton>
      </form>
    </FormDialog>
  );
}
