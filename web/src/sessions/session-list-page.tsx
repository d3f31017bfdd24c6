import type { ReactNode } from 'react';
import { PageHeading } from '../ui/page-heading.js';
import { queryOf, type SessionSort } from './session-filter.js';
import { SessionFilters } from './session-filters.js';
import { SessionList } from './session-list.js';
import type { SessionQuery } from './session-reads.js';
import { useSessionFilter } from './use-session-filter.js';
import { useSessionWords } from './use-session-words.js';

interface Props {
  usualSort?: SessionSort;
  /** Beside the heading, for what is done with exactly the listed sessions. */
  beside?: (query: SessionQuery) => ReactNode;
}

/** All sessions that the viewer may see, filtered by what the address says. */
export function SessionListPage({ usualSort = '-startsAt', beside }: Props) {
  const { list: words } = useSessionWords();
  const [filter, change] = useSessionFilter(usualSort);
  return (
    <div className="wide">
      <div className="page-top">
        <PageHeading>{words.title}</PageHeading>
        {beside?.(queryOf(filter))}
      </div>
      <SessionFilters filter={filter} onChange={change} />
      <SessionList filter={filter} />
    </div>
  );
}
