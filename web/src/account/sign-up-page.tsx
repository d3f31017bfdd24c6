import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Link, Navigate, useNavigate } from 'react-router';
import { Refusal, Unreachable, type Failure } from '../api/failure.js';
import { keepMe, useMe } from '../api/me.js';
import { deviceTimeZone } from '../settings/time-zones.js';
import { plainPhone, rules } from '../ui/field-faults.js';
import { FormField } from '../ui/form-field.js';
import { NarrowPage } from '../ui/narrow-page.js';
import { PasswordField } from '../ui/password-field.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useSpeech, useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

export function SignUpPage() {
  const { signUp: words, signIn } = useWords();
  const me = useMe();
  if (me.data) return <Navigate to="/" replace />;
  return (
    <NarrowPage title={words.title} lead={words.lead}>
      <SignUpForm />
      <p className="aside">
        {words.haveAccount} <Link to="/sign-in">{signIn.title}</Link>
      </p>
    </NarrowPage>
  );
}

function SignUpForm() {
  const { fields, signUp: words } = useWords();
  const form = useForm({ defaultValues: { fullName: '', email: '', phone: '', password: '' } });
  const { onSubmit, isPending, failure } = useSignUp(form);
  const { control } = form;
  return (
    <form onSubmit={onSubmit} noValidate className="form">
      <FormField control={control} name="fullName" label={fields.fullName} rule={rules.fullName} autoComplete="name" />
      <FormField
        control={control}
        name="email"
        label={fields.email}
        rule={rules.email}
        type="email"
        autoComplete="email"
      />
      <FormField
        control={control}
        name="phone"
        label={fields.phoneOptional}
        rule={rules.phone}
        type="tel"
        autoComplete="tel"
        hint={fields.phoneHint}
        isRequired={false}
      />
      <PasswordField
        control={control}
        name="password"
        label={fields.password}
        rule={rules.newPassword}
        autoComplete="new-password"
        hint={fields.passwordHint}
      />
      <p className="hint">{words.zone(deviceTimeZone())}</p>
      {failure && <SignUpProblem failure={failure} />}
      <SubmitButton isPending={isPending}>{words.submit}</SubmitButton>
    </form>
  );
}

type SignUpValues = { fullName: string; email: string; phone: string; password: string };

/** Whoever has signed up is signed in with what they have just typed. */
function useSignUp(form: ReturnType<typeof useForm<SignUpValues>>) {
  const account = useAccount();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { language } = useSpeech();
  return useSubmit({
    form,
    async send({ fullName, email, phone, password }) {
      const credentials = { email: email.trim(), password };
      const plain = plainPhone(phone);
      const timeZone = deviceTimeZone();
      await account.signUp({
        ...credentials,
        fullName: fullName.trim(),
        phone: plain === '' ? null : plain,
        timeZone,
        language,
      });
      return account.signIn(credentials).catch((error: unknown) => {
        if (error instanceof Refusal || error instanceof Unreachable) return null;
        throw error;
      });
    },
    async onDone(me) {
      if (me === null) return navigate('/sign-in', { replace: true, state: { signedUp: true } });
      await navigate('/', { replace: true });
      keepMe(client, me);
    },
  });
}

function SignUpProblem({ failure }: { failure: Failure }) {
  const { signUp: words } = useWords();
  const isTaken = failure instanceof Refusal && failure.problem.code === 'email_taken';
  return (
    <ProblemNotice failure={failure}>
      {isTaken && (
        <p>
          {words.taken} <Link to="/sign-in">{words.takenSignIn}</Link> {words.takenOr}{' '}
          <Link to="/forgot-password">{words.takenForgot}</Link>.
        </p>
      )}
    </ProblemNotice>
  );
}
