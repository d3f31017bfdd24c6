import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'react-aria-components';
import { patientRead } from '../api/account-calls.js';
import { failureOf } from '../api/failure.js';
import type { Me } from '../api/me.js';
import { useApi } from '../api/use-api.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Section } from '../ui/section.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

/** Whether a patient's phone may be texted. */
export function TextsSection({ me }: { me: Me }) {
  const { account: words } = useWords();
  return (
    <Section title={words.texts}>
      {me.patientId === null ? (
        <EmptyState>{words.textsNoRecord}</EmptyState>
      ) : me.phone === null ? (
        <EmptyState>{words.textsNoPhone}</EmptyState>
      ) : (
        <TextsSwitch patientId={me.patientId} phone={me.phone} />
      )}
    </Section>
  );
}

function TextsSwitch({ patientId, phone }: { patientId: string; phone: string }) {
  const { account: words } = useWords();
  const api = useApi();
  const account = useAccount();
  const client = useQueryClient();
  const read = patientRead(api, patientId);
  const patient = useQuery(read);
  const change = useMutation({
    mutationFn: (consent: boolean) => account.changeProfile({ consent }),
    onSettled: () => client.invalidateQueries({ queryKey: read.queryKey }),
  });
  if (patient.isError) return <ErrorState error={patient.error} onRetry={() => void patient.refetch()} />;
  if (!patient.data) return <LoadingState />;
  const { smsOptedOut, phoneVerified } = patient.data;
  const isOn = change.isPending ? change.variables : !smsOptedOut;
  const hint = !isOn ? words.textsOff : phoneVerified ? words.textsOn : words.textsUnverified;
  return (
    <>
      <Switch className="switch" isSelected={isOn} isReadOnly={change.isPending} onChange={(on) => change.mutate(on)}>
        <span className="switch-track" aria-hidden="true" />
        {words.textsSwitch}
      </Switch>
      <p className="hint">{hint(phone)}</p>
      {change.isError && <ProblemNotice failure={failureOf(change.error)} />}
    </>
  );
}
