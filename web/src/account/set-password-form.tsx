import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { forgetMe } from '../api/me.js';
import { rules } from '../ui/field-faults.js';
import { PasswordField } from '../ui/password-field.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { TokenField } from './token-field.js';
import { useAccount } from './use-account.js';
import { useTokenForm } from './use-token-form.js';

/**
 * Sets a password by a mailed token. Every session of the account has ended then, so the person signs in anew; whoever is
 * signed in in this browser, who may be somebody else, is signed out before.
 */
export function SetPasswordForm({ submit, onceRefused }: { submit: string; onceRefused: ReactNode }) {
  const { fields } = useWords();
  const account = useAccount();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { form, asksToken } = useTokenForm<{ token: string; password: string }>({ password: '' });
  const { onSubmit, isPending, failure } = useSubmit({
    form,
    async send({ token, password }) {
      await account.signOut();
      forgetMe(client);
      await account.resetPassword({ token: token.trim(), password });
    },
    async onDone() {
      await navigate('/sign-in', { replace: true, state: { passwordSet: true } });
    },
  });
  const { control, formState } = form;
  return (
    <form onSubmit={onSubmit} noValidate className="form">
      {asksToken && <TokenField control={control} name="token" />}
      {formState.errors.token && <p className="aside">{onceRefused}</p>}
      <PasswordField
        control={control}
        name="password"
        label={fields.newPassword}
        rule={rules.newPassword}
        autoComplete="new-password"
        hint={fields.passwordHint}
      />
      {failure && <ProblemNotice failure={failure} />}
      <SubmitButton isPending={isPending}>{submit}</SubmitButton>
    </form>
  );
}
