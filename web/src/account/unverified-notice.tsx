import { useMutation } from '@tanstack/react-query';
import { failureOf } from '../api/failure.js';
import type { Me } from '../api/me.js';
import { ActionButton } from '../ui/action-button.js';
import { Notice } from '../ui/notice.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

/** While the address is not proven: what to do, and another mail. */
export function UnverifiedNotice({ me }: { me: Me }) {
  const { verify: words } = useWords();
  const account = useAccount();
  const resend = useMutation({ mutationFn: account.resendVerification });
  if (me.emailVerified) return null;
  return (
    <>
      <Notice kind="info">
        <p>{resend.isSuccess ? words.resent : words.unconfirmed(me.email)}</p>
        {!resend.isSuccess && (
          <ActionButton className="button small" isPending={resend.isPending} onPress={() => resend.mutate()}>
            {words.resend}
          </ActionButton>
        )}
      </Notice>
      {resend.isError && <ProblemNotice failure={failureOf(resend.error)} />}
    </>
  );
}
