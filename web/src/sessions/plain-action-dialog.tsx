import { useForm } from 'react-hook-form';
import { Button } from 'react-aria-components';
import { Refusal } from '../api/failure.js';
import { rules } from '../ui/field-faults.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SelectField } from '../ui/select-field.js';
import { SubmitButton } from '../ui/submit-button.js';
import { TextAreaField } from '../ui/text-area-field.js';
import { REJECT_CATEGORIES } from '../../../domain/session/types.js';
import type { PlainAction, RejectCategory, Said } from './session-commands.js';
import type { Session } from './session-reads.js';
import { useCommand, type CommandOutcome } from './use-command.js';
import { useSessionWords } from './use-session-words.js';

export interface ActionDialogProps {
  session: Session;
  onClose: () => void;
  onDone: (outcome: CommandOutcome, after: Session | null) => void;
}

type Need = 'NONE' | 'OPTIONAL' | 'REQUIRED';

/** A command that needs no more than a yes, or a reason. */
export function PlainActionDialog({ action, session, onClose, onDone }: ActionDialogProps & { action: PlainAction }) {
  const { actions, dialog: words, rejectCategories } = useSessionWords();
  const need = reasonFor(action, session);
  const form = useForm({ defaultValues: { reason: '', category: '' } });
  const command = useCommand<Said>({
    session,
    send: (commands, said, key) => commands.plain(action, session, said, key),
    onDone,
  });
  const submit = form.handleSubmit(({ reason, category }) => command.run(saidOf(reason, category)));
  const { title, lead, submit: submitLabel } = actions[action];
  return (
    <FormDialog title={title} isOpen onClose={onClose}>
      <p>{lead}</p>
      <form onSubmit={(event) => void submit(event)} noValidate className="form">
        {action === 'reject' && (
          <SelectField
            control={form.control}
            name="category"
            label={words.reasonFor}
            rule={rules.given}
            choices={[
              { value: '', label: '—' },
              ...REJECT_CATEGORIES.map((value) => ({ value, label: rejectCategories[value] })),
            ]}
          />
        )}
        {need !== 'NONE' && (
          <TextAreaField
            control={form.control}
            name="reason"
            label={need === 'REQUIRED' ? words.reason : words.reasonOptional}
            rule={need === 'REQUIRED' ? rules.note : rules.optionalNote}
            isRequired={need === 'REQUIRED'}
          />
        )}
        {command.failure && (
          <ProblemNotice failure={command.failure}>
            {command.failure instanceof Refusal && command.failure.problem.status === 409 && <p>{words.stale}</p>}
          </ProblemNotice>
        )}
        <div className="dialog-end">
          <Button className="button" onPress={onClose}>
            {words.close}
          </Button>
          <SubmitButton isPending={command.isPending}>{submitLabel}</SubmitButton>
        </div>
      </form>
    </FormDialog>
  );
}

function saidOf(reason: string, category: string): Said {
  return {
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    ...(category === '' ? {} : { category: category as RejectCategory }),
  };
}

function reasonFor(action: PlainAction, { move }: Session): Need {
  switch (action) {
    case 'reject':
    case 'delete':
      return 'REQUIRED';
    case 'move/reject':
      return move?.awaiting === 'DOCTOR' ? 'REQUIRED' : 'OPTIONAL';
    case 'cancel':
      return 'OPTIONAL';
    case 'approve':
    case 'confirm':
    case 'decline':
    case 'move/approve':
    case 'move/withdraw':
    case 'complete':
    case 'no-show':
      return 'NONE';
  }
}
