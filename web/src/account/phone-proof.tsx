import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { patientRead } from '../api/account-calls.js';
import { meRead } from '../api/me.js';
import { useApi } from '../api/use-api.js';
import { ActionButton } from '../ui/action-button.js';
import { plainPhone, rules } from '../ui/field-faults.js';
import { FormField } from '../ui/form-field.js';
import { Moment } from '../ui/moment.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SubmitButton } from '../ui/submit-button.js';
import { useIsPast } from '../ui/use-is-past.js';
import { useSubmit } from '../ui/use-submit.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

interface Props {
  patientId: string;
  /** The number to begin with, null for none. */
  phone: string | null;
  onProven: (phone: string) => void;
}

interface SentCode {
  phone: string;
  expiresAt: string;
}

/** Has a code sent to a phone, and takes it. */
export function PhoneProof({ patientId, phone, onProven }: Props) {
  const [sent, setSent] = useState<SentCode | null>(null);
  return sent === null ? (
    <AskForm phone={phone} onSent={setSent} />
  ) : (
    <CodeForm patientId={patientId} sent={sent} onBack={() => setSent(null)} onProven={onProven} />
  );
}

function AskForm({ phone, onSent }: { phone: string | null; onSent: (sent: SentCode) => void }) {
  const { fields, account: words } = useWords();
  const account = useAccount();
  const form = useForm({ defaultValues: { phone: phone ?? '' } });
  const { onSubmit, isPending, failure } = useSubmit({
    form,
    send: (values) => account.sendPhoneCode(plainPhone(values.phone)),
    onDone: ({ expiresAt }, values) => onSent({ phone: plainPhone(values.phone), expiresAt }),
  });
  return (
    <form onSubmit={onSubmit} noValidate className="form">
      <FormField
        control={form.control}
        name="phone"
        label={words.phoneToVerify}
        rule={rules.givenPhone}
        type="tel"
        autoComplete="tel"
        hint={fields.phoneHint}
      />
      <div className="form-end">
        {failure && <ProblemNotice failure={failure} />}
        <SubmitButton isPending={isPending}>{words.phoneSend}</SubmitButton>
      </div>
    </form>
  );
}

interface CodeProps extends Pick<Props, 'patientId' | 'onProven'> {
  sent: SentCode;
  onBack: () => void;
}

function CodeForm({ patientId, sent, onBack, onProven }: CodeProps) {
  const { account: words } = useWords();
  const [api, account, client] = [useApi(), useAccount(), useQueryClient()];
  const isOver = useIsPast(sent.expiresAt);
  const form = useForm({ defaultValues: { code: '' } });
  const { onSubmit, isPending, failure } = useSubmit({
    form,
    send: ({ code }) => account.provePhone(code.trim()),
    async onDone() {
      await Promise.all([
        client.invalidateQueries({ queryKey: meRead(api).queryKey }),
        client.invalidateQueries({ queryKey: patientRead(api, patientId).queryKey }),
      ]);
      onProven(sent.phone);
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate className="form">
      <p role="status">
        {isOver ? words.codeOver : words.phoneSent(sent.phone)}{' '}
        {!isOver && (
          <>
            {words.codeUntil} <Moment at={sent.expiresAt} />
          </>
        )}
      </p>
      <FormField
        control={form.control}
        name="code"
        label={words.phoneCode}
        rule={rules.token}
        hint={words.phoneConsent}
        autoComplete="one-time-code"
      />
      <div className="form-end">
        {failure && <ProblemNotice failure={failure} />}
        <SubmitButton isPending={isPending}>{words.phoneVerify}</SubmitButton>
        <ActionButton className="button small" isPending={false} onPress={onBack}>
          {words.phoneAgain}
        </ActionButton>
      </div>
    </form>
  );
}
