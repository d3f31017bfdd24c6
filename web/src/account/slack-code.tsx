import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ChatLink } from '../api/account-calls.js';
import { failureOf } from '../api/failure.js';
import { ActionButton } from '../ui/action-button.js';
import { Moment } from '../ui/moment.js';
import { Notice } from '../ui/notice.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { useIsPast } from '../ui/use-is-past.js';
import { useWords } from '../words/use-words.js';
import { useAccount } from './use-account.js';

/** A code to type to the bot. While one is shown, `onWaiting` has the list look for the link that comes of it. */
export function SlackCode({ links, onWaiting }: { links: ChatLink[]; onWaiting: (isWaiting: boolean) => void }) {
  const { account: words } = useWords();
  const account = useAccount();
  const [before, setBefore] = useState('');
  const ask = useMutation({ mutationFn: account.newSlackCode, onMutate: () => setBefore(fingerprint(links)) });
  const isOver = useIsPast(ask.data?.expiresAt);
  const isLinked = ask.isSuccess && hasNew(before, links);
  const isWaiting = ask.isSuccess && !isOver && !isLinked;
  useEffect(() => onWaiting(isWaiting), [isWaiting, onWaiting]);
  return (
    <div className="slack-code">
      <div role="status">
        {isLinked && <Notice kind="good">{words.linked}</Notice>}
        {isWaiting && ask.data.code !== undefined && <ShownCode code={ask.data.code} expiresAt={ask.data.expiresAt} />}
        {ask.isSuccess && isOver && !isLinked && <p>{words.codeOver}</p>}
      </div>
      {ask.isError && <ProblemNotice failure={failureOf(ask.error)} />}
      <ActionButton className="button" isPending={ask.isPending} onPress={() => ask.mutate()}>
        {ask.isSuccess ? words.anotherCode : words.newCode}
      </ActionButton>
    </div>
  );
}

function ShownCode({ code, expiresAt }: { code: string; expiresAt: string }) {
  const { account: words } = useWords();
  return (
    <>
      <p>{words.typeCode}</p>
      <p className="code">/session link {code}</p>
      <p className="hint">
        {words.codeUntil} <Moment at={expiresAt} />
      </p>
    </>
  );
}

/** An account that is linked again has a new instant. */
const nameOf = ({ subject, linkedAt }: ChatLink): string => `${subject}@${linkedAt}`;
const fingerprint = (links: ChatLink[]): string => links.map(nameOf).join(' ');
const hasNew = (before: string, links: ChatLink[]): boolean =>
  links.some((link) => !before.split(' ').includes(nameOf(link)));
