import { useForm } from 'react-hook-form';
import type { Me } from '../api/me.js';
import { rules } from '../ui/field-faults.js';
import { Notice } from '../ui/notice.js';
import { PasswordField } from '../ui/password-field.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Section } from '../ui/section.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

export function PasswordSection({ me }: { me: Me }) {
  const { fields, account: words } = useWords();
  const account = useAccount();
  const form = useForm({ defaultValues: { current: '', password: '' } });
  const { onSubmit, isPending, isDone, failure } = useSubmit({
    form,
    send: account.changePassword,
    onDone: () => form.reset(),
  });
  const { control, formState } = form;
  return (
    <Section title={words.password} lead={words.passwordLead}>
      <form onSubmit={onSubmit} noValidate className="form two-columns">
        {/* Password managers keep the new password under this name. */}
        <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordField
          control={control}
          name="current"
          label={fields.current}
          rule={rules.given}
          autoComplete="current-password"
        />
        <PasswordField
          control={control}
          name="password"
          label={fields.newPassword}
          rule={rules.newPassword}
          autoComplete="new-password"
          hint={fields.passwordHint}
        />
        <div className="form-end">
          {failure && <ProblemNotice failure={failure} />}
          {isDone && !formState.isDirty && <Notice kind="good">{words.passwordChanged}</Notice>}
          <SubmitButton isPending={isPending}>{words.changePassword}</SubmitButton>
        </div>
      </form>
    </Section>
  );
}
