import { useForm } from 'react-hook-form';
import { Button } from 'react-aria-components';
import { OverrideBox } from '../slots/override-box.js';
import { TimeRefusal } from '../slots/time-refusal.js';
import { useOverride } from '../slots/use-override.js';
import { rules } from '../ui/field-faults.js';
import { FormDialog } from '../ui/form-dialog.js';
import { SubmitButton } from '../ui/submit-button.js';
import { TextAreaField } from '../ui/text-area-field.js';
import type { ActionDialogProps } from './plain-action-dialog.js';
import type { Override } from './session-commands.js';
import { useCommand } from './use-command.js';
import { useSessionWords } from './use-session-words.js';

/** Brings a session back, against the rules where an administrator says so. */
export function ReopenDialog({ session, onClose, onDone }: ActionDialogProps) {
  const { actions, dialog: words, override: overrideWords } = useSessionWords();
  const form = useForm({ defaultValues: { reason: '' } });
  const command = useCommand<{ reason: string; override?: Override }>({
    session,
    send: (commands, body, key) => commands.reopen(session, { ...body, version: session.version }, key),
    onDone,
  });
  const override = useOverride(command.failure);
  const submit = form.handleSubmit(({ reason }) => {
    const agreed = override.take();
    if (agreed !== null) command.run({ reason: reason.trim(), ...(agreed ? { override: agreed } : {}) });
  });
  return (
    <FormDialog title={actions.reopen.title} isOpen onClose={onClose}>
      <p>{actions.reopen.lead}</p>
      <form onSubmit={(event) => void submit(event)} noValidate className="form">
        <TextAreaField control={form.control} name="reason" label={words.reason} rule={rules.note} />
        {override.violations ? (
          <OverrideBox
            violations={override.violations}
            draft={override.draft}
            isFaulty={override.isFaulty}
            onChange={override.setDraft}
          />
        ) : (
          command.failure && <TimeRefusal failure={command.failure} timeZone={session.timeZone} />
        )}
        <div className="dialog-end">
          <Button className="button" onPress={onClose}>
            {words.close}
          </Button>
          {override.canOffer && (
            <Button className="button danger" onPress={override.offer}>
              {overrideWords.offer}
            </Button>
          )}
          <SubmitButton isPending={command.isPending}>{actions.reopen.submit}</SubmitButton>
        </div>
      </form>
    </FormDialog>
  );
}
