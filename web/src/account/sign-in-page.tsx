import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { keepMe, useMe } from '../api/me.js';
import { returnPath } from '../shell/return-path.js';
import { rules } from '../ui/field-faults.js';
import { FormField } from '../ui/form-field.js';
import { NarrowPage } from '../ui/narrow-page.js';
import { Notice } from '../ui/notice.js';
import { PasswordField } from '../ui/password-field.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

export function SignInPage() {
  const { signIn: words } = useWords();
  const { search } = useLocation();
  const me = useMe();
  if (me.data) return <Navigate to={returnPath(search)} replace />;
  return (
    <NarrowPage title={words.title}>
      <DoneBeforeNotice />
      <SignInForm />
      <p className="aside">
        <Link to="/forgot-password">{words.forgot}</Link>
      </p>
      <p className="aside">
        {words.noAccount} <Link to="/sign-up">{words.signUp}</Link>
      </p>
    </NarrowPage>
  );
}

/** For whoever comes from setting a password, or from signing up. */
function DoneBeforeNotice() {
  const { signIn: words } = useWords();
  const { state } = useLocation() as { state: { passwordSet?: boolean; signedUp?: boolean } | null };
  if (state?.signedUp) return <Notice kind="good">{words.signedUp}</Notice>;
  return state?.passwordSet ? <Notice kind="good">{words.passwordSet}</Notice> : null;
}

function SignInForm() {
  const { fields, signIn: words } = useWords();
  const { search } = useLocation();
  const account = useAccount();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({ defaultValues: { email: '', password: '' } });
  const { onSubmit, isPending, failure } = useSubmit({
    form,
    send: ({ email, password }) => account.signIn({ email: email.trim(), password }),
    async onDone(me) {
      await navigate(returnPath(search), { replace: true });
      keepMe(client, me);
    },
  });
  const { control } = form;
  return (
    <form onSubmit={onSubmit} noValidate className="form">
      <FormField
        control={control}
        name="email"
        label={fields.email}
        rule={rules.email}
        type="email"
        autoComplete="username"
      />
      <PasswordField
        control={control}
        name="password"
        label={fields.password}
        rule={rules.given}
        autoComplete="current-password"
      />
      {failure && <ProblemNotice failure={failure} />}
      <SubmitButton isPending={isPending}>{words.submit}</SubmitButton>
    </form>
  );
}
