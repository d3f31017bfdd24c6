import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useApi } from '../api/use-api.js';
import { PagedList } from '../ui/paged-list.js';
import type { DataColumn } from '../ui/data-table.js';
import { SessionTime } from '../ui/session-time.js';
import { queryOf, type SessionFilter } from './session-filter.js';
import { Place } from './session-facts.js';
import { sessionsRead, type Session } from './session-reads.js';
import { StatusTags } from './status-tags.js';
import { useSessionWords } from './use-session-words.js';

/** The sessions that a filter lets through, whatever their number, each with a link to its page. */
export function SessionList({ filter }: { filter: SessionFilter }) {
  const { list: words } = useSessionWords();
  const pages = useInfiniteQuery({
    ...sessionsRead(useApi(), queryOf(filter)),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo<DataColumn<Session>[]>(
    () => [
      {
        id: 'when',
        header: words.when,
        width: 'minmax(15rem, 1.4fr)',
        cell: (session) => (
          <Link to={`/sessions/${session.id}`} className="row-link">
            <SessionTime startsAt={session.startsAt} endsAt={session.endsAt} timeZone={session.timeZone} />
          </Link>
        ),
      },
      { id: 'patient', header: words.patient, width: 'minmax(8rem, 1fr)', cell: ({ patient }) => patient.fullName },
      { id: 'doctor', header: words.doctor, width: 'minmax(8rem, 1fr)', cell: ({ doctor }) => doctor.fullName },
      {
        id: 'place',
        header: words.place,
        width: 'minmax(6rem, 0.7fr)',
        cell: (session) => <Place session={session} />,
      },
      { id: 'code', header: words.code, width: '6rem', cell: ({ code }) => code },
      {
        id: 'status',
        header: words.status,
        width: 'minmax(11rem, 1fr)',
        cell: (session) => <StatusTags session={session} />,
      },
    ],
    [words],
  );
  return <PagedList label={words.title} columns={columns} idOf={({ id }) => id} pages={pages} empty={words.empty} />;
}
