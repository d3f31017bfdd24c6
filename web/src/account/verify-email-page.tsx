import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Control } from 'react-hook-form';
import { Link } from 'react-router';
import { keepMe, useMe } from '../api/me.js';
import { rules } from '../ui/field-faults.js';
import { NarrowPage } from '../ui/narrow-page.js';
import { PasswordField } from '../ui/password-field.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { TokenField } from './token-field.js';
import { useAccount } from './use-account.js';
import { useTokenForm } from './use-token-form.js';
import { useWasAtFault } from './use-was-at-fault.js';

/** The press is the proof: programs that look into mails follow links, but press nothing. */
export function VerifyEmailPage() {
  const [email, setEmail] = useState<string | null>(null);
  return email === null ? <VerifyEmailForm onDone={setEmail} /> : <Verified email={email} />;
}

type ProofValues = { token: string; password: string };

function VerifyEmailForm({ onDone }: { onDone: (email: string) => void }) {
  const { verify: words } = useWords();
  const account = useAccount();
  const client = useQueryClient();
  const me = useMe();
  const { form, asksToken } = useTokenForm<ProofValues>({ password: '' });
  const asksPassword = useWasAtFault(form, 'password');
  const { setFocus } = form;
  useEffect(() => {
    if (asksPassword) setFocus('password');
  }, [asksPassword, setFocus]);
  const { onSubmit, isPending, failure } = useSubmit({
    form,
    send: ({ token, password }) =>
      account.verifyEmail({ token: token.trim(), ...(password === '' ? {} : { password }) }),
    onDone({ user }) {
      if (me.data?.id === user.id) keepMe(client, user);
      onDone(user.email);
    },
  });
  return (
    <NarrowPage title={words.title} lead={words.lead}>
      <form onSubmit={onSubmit} noValidate className="form">
        {asksToken && <TokenField control={form.control} name="token" />}
        {form.formState.errors.token && (
          <p className="aside">
            <Link to="/sign-in">{words.askAgain}</Link>
          </p>
        )}
        {asksPassword && <SignUpPassword control={form.control} />}
        {failure && <ProblemNotice failure={failure} />}
        <SubmitButton isPending={isPending}>{words.submit}</SubmitButton>
      </form>
    </NarrowPage>
  );
}

/** For whoever has a record with the clinic: the mail does not say that it was they who signed up. */
function SignUpPassword({ control }: { control: Control<ProofValues> }) {
  const { fields, verify: words } = useWords();
  return (
    <>
      <PasswordField
        control={control}
        name="password"
        label={fields.password}
        rule={rules.given}
        autoComplete="current-password"
      />
      <p className="aside">
        <Link to="/forgot-password">{words.newPassword}</Link> {words.notMe}
      </p>
    </>
  );
}

function Verified({ email }: { email: string }) {
  const { verify: words, shell } = useWords();
  const me = useMe();
  return (
    <NarrowPage title={words.doneTitle}>
      <p role="status">{words.done(email)}</p>
      <Link className="button primary" to={me.data ? '/' : '/sign-in'}>
        {me.data ? shell.toStart : shell.signIn}
      </Link>
    </NarrowPage>
  );
}
