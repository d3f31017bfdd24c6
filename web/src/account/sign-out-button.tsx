import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { failureOf } from '../api/failure.js';
import { forgetMe } from '../api/me.js';
import { ActionButton } from '../ui/action-button.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

export function SignOutButton() {
  const { shell } = useWords();
  const account = useAccount();
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: account.signOut,
    async onSuccess() {
      // The page for the signed in is gone before nobody is, or it would ask for a sign-in.
      await navigate('/', { replace: true, flushSync: true });
      forgetMe(client);
    },
  });
  return (
    <div className="sign-out">
      <ActionButton className="button" isPending={signOut.isPending} onPress={() => signOut.mutate()}>
        {shell.signOut}
      </ActionButton>
      {signOut.isError && <ProblemNotice failure={failureOf(signOut.error)} />}
    </div>
  );
}
