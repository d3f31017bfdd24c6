import { useMutation, useQueryClient } from '@tanstack/react-query';
import { linksRead, type ChatLink } from '../api/account-calls.js';
import { failureOf } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import { ConfirmButton } from '../ui/confirm-button.js';
import { Moment } from '../ui/moment.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

export function LinkRow({ link }: { link: ChatLink }) {
  const { account: words } = useWords();
  const api = useApi();
  const account = useAccount();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => account.removeLink(link.id),
    onSuccess: () => client.invalidateQueries({ queryKey: linksRead(api).queryKey }),
  });
  return (
    <li className="row">
      <div className="row-words">
        <p>{words.slackUser(link.subject)}</p>
        <p className="hint">
          {words.linkedAt} <Moment at={link.linkedAt} />
        </p>
      </div>
      <ConfirmButton
        label={words.remove}
        title={words.removeTitle}
        lead={words.removeLead(link.subject)}
        confirm={words.remove}
        decline={words.keep}
        isPending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
      {remove.isError && <ProblemNotice failure={failureOf(remove.error)} />}
    </li>
  );
}
