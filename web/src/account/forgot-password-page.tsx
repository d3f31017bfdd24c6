import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useForm } from 'react-hook-form';
import { Link } from 'react-router';
import { rules } from '../ui/field-faults.js';
import { FormField } from '../ui/form-field.js';
import { NarrowPage } from '../ui/narrow-page.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

/** What is said afterwards is the same whether or not somebody has the address. */
export function ForgotPasswordPage() {
  const { forgot: words } = useWords();
  const [asked, setAsked] = useState<string | null>(null);
  if (asked === null) return <ForgotPasswordForm onDone={setAsked} />;
  return (
    <NarrowPage title={words.doneTitle}>
      <p role="status">{words.done(asked)}</p>
      <p>{words.again}</p>
      <Button className="button" onPress={() => setAsked(null)}>
        {words.retry}
      </Button>
    </NarrowPage>
  );
}

function ForgotPasswordForm({ onDone }: { onDone: (email: string) => void }) {
  const { fields, forgot: words, signIn } = useWords();
  const account = useAccount();
  const form = useForm({ defaultValues: { email: '' } });
  const { onSubmit, isPending, failure } = useSubmit({
    form,
    send: ({ email }) => account.forgotPassword(email.trim()),
    onDone: (_answer, { email }) => onDone(email.trim()),
  });
  return (
    <NarrowPage title={words.title} lead={words.lead}>
      <form onSubmit={onSubmit} noValidate className="form">
        <FormField
          control={form.control}
          name="email"
          label={fields.email}
          rule={rules.email}
          type="email"
          autoComplete="username"
        />
        {failure && <ProblemNotice failure={failure} />}
        <SubmitButton isPending={isPending}>{words.submit}</SubmitButton>
      </form>
      <p className="aside">
        <Link to="/sign-in">{signIn.title}</Link>
      </p>
    </NarrowPage>
  );
}
