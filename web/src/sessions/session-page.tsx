import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Refusal } from '../api/failure.js';
import { useMe } from '../api/me.js';
import { useApi } from '../api/use-api.js';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { PageHeading } from '../ui/page-heading.js';
import { Section } from '../ui/section.js';
import { OpenMove } from './open-move.js';
import { SessionActions } from './session-actions.js';
import { SessionFacts } from './session-facts.js';
import { sessionRead, type Session } from './session-reads.js';
import { SessionTimeline } from './session-timeline.js';
import { StatusTags } from './status-tags.js';
import { useSessionWords } from './use-session-words.js';

/** One session, for everybody who may see it: what it is, what one can do with it, what happened to it. */
export function SessionPage() {
  const { id = '' } = useParams();
  const { dialog } = useSessionWords();
  const [isDeleted, setIsDeleted] = useState(false);
  const session = useQuery({ ...sessionRead(useApi(), id), enabled: !isDeleted });
  if (isDeleted) {
    return (
      <section className="state">
        <PageHeading>{dialog.deletedTitle}</PageHeading>
        <p>{dialog.deleted}</p>
        <BackLink />
      </section>
    );
  }
  // What one may see no more is not shown any longer; an outage leaves it.
  const isGone = session.error instanceof Refusal;
  if (session.data === undefined || isGone) {
    return session.isError ? (
      <ErrorState error={session.error} onRetry={() => void session.refetch()} />
    ) : (
      <LoadingState />
    );
  }
  return <SessionDetail session={session.data} onDeleted={() => setIsDeleted(true)} />;
}

function SessionDetail({ session, onDeleted }: { session: Session; onDeleted: () => void }) {
  const { detail: words } = useSessionWords();
  return (
    <div className="stack session-page">
      <BackLink />
      <div className="page-top">
        <PageHeading>{words.title(session.code)}</PageHeading>
        <StatusTags session={session} />
      </div>
      <OpenMove session={session} />
      <Section title={words.actions}>
        {session.allowedActions.length === 0 && <EmptyState>{words.noActions}</EmptyState>}
        <SessionActions session={session} onDeleted={onDeleted} />
      </Section>
      <Section title={words.facts}>
        <SessionFacts session={session} />
        {session.status === 'APPROVED' && (
          <a className="button small" href={`/api/v1/sessions/${session.id}/calendar.ics`} download>
            {words.calendar}
          </a>
        )}
      </Section>
      <Section title={words.timeline}>
        <SessionTimeline sessionId={session.id} timeZone={session.timeZone} />
      </Section>
    </div>
  );
}

function BackLink() {
  const { detail: words } = useSessionWords();
  const { data: me } = useMe();
  return (
    <p className="back">
      <Link to={me?.role === 'ADMIN' ? '/admin/sessions' : '/sessions'}>{words.back}</Link>
    </p>
  );
}
