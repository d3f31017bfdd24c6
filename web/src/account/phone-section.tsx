import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { patientRead } from '../api/account-calls.js';
import type { Me } from '../api/me.js';
import { useApi } from '../api/use-api.js';
import { ActionButton } from '../ui/action-button.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { Notice } from '../ui/notice.js';
import { Section } from '../ui/section.js';
import { useWords } from '../words/use-words.js';
import { PhoneProof } from './phone-proof.js';

/** A patient's phone, and how it is shown to be theirs. */
export function PhoneSection({ me }: { me: Me }) {
  const { account: words } = useWords();
  return (
    <Section title={words.phone} lead={words.phoneLead}>
      {me.patientId === null ? (
        <EmptyState>{words.phoneNoRecord}</EmptyState>
      ) : (
        <PatientPhone patientId={me.patientId} />
      )}
    </Section>
  );
}

function PatientPhone({ patientId }: { patientId: string }) {
  const { account: words } = useWords();
  const patient = useQuery(patientRead(useApi(), patientId));
  const [isChanging, setIsChanging] = useState(false);
  const [proven, setProven] = useState<string>();
  if (patient.isError) return <ErrorState error={patient.error} onRetry={() => void patient.refetch()} />;
  if (!patient.data) return <LoadingState />;
  const { phone, phoneVerified } = patient.data;
  return (
    <>
      {phone && (
        <p>
          {phone}{' '}
          <span className={`tag ${phoneVerified ? 'good' : 'warn'}`}>
            {phoneVerified ? words.phoneVerified : words.phoneNotVerified}
          </span>
        </p>
      )}
      {proven !== undefined && proven === phone && phoneVerified && <Notice kind="good">{words.phoneDone}</Notice>}
      {phoneVerified && !isChanging ? (
        <ActionButton isPending={false} onPress={() => setIsChanging(true)}>
          {words.phoneOther}
        </ActionButton>
      ) : (
        <PhoneProof
          key={phone}
          patientId={patientId}
          phone={phoneVerified ? null : phone}
          onProven={(number) => {
            setProven(number);
            setIsChanging(false);
          }}
        />
      )}
    </>
  );
}
