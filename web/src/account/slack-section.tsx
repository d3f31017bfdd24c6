import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { linksRead } from '../api/account-calls.js';
import { useApi } from '../api/use-api.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { Section } from '../ui/section.js';
import { useWords } from '../words/use-words.js';
import { LinkRow } from './link-row.js';
import { SlackCode } from './slack-code.js';

const POLL_MS = 3_000;

/** Which Slack accounts may act for the person, and how another one comes to; without `offersLink` only those that do. */
export function SlackSection({ offersLink }: { offersLink: boolean }) {
  const { account: words } = useWords();
  const [isWaiting, setIsWaiting] = useState(false);
  const links = useQuery({ ...linksRead(useApi()), refetchInterval: isWaiting ? POLL_MS : false });
  const slackLinks = links.data?.filter(({ channel }) => channel === 'SLACK');
  if (!offersLink && !slackLinks?.length) return null;
  return (
    <Section title={words.slack} lead={offersLink ? words.slackLead : words.slackOnly}>
      {links.isError ? (
        <ErrorState error={links.error} onRetry={() => void links.refetch()} />
      ) : slackLinks === undefined ? (
        <LoadingState />
      ) : slackLinks.length === 0 ? (
        <EmptyState>{words.slackNone}</EmptyState>
      ) : (
        <ul className="rows">
          {slackLinks.map((link) => (
            <LinkRow key={link.id} link={link} />
          ))}
        </ul>
      )}
      {offersLink && slackLinks && <SlackCode links={slackLinks} onWaiting={setIsWaiting} />}
    </Section>
  );
}
