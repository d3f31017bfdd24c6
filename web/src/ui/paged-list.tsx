import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '../api/pages.js';
import { DataTable, type DataColumn } from './data-table.js';
import { EmptyState } from './empty-state.js';
import { ErrorState } from './error-state.js';
import { LoadingState } from './loading-state.js';

interface Props<R> {
  label: string;
  columns: readonly DataColumn<R>[];
  idOf: (row: R) => string;
  pages: UseInfiniteQueryResult<InfiniteData<Page<R>>>;
  /** What is said where nothing matches. */
  empty: string;
}

/** A table over an infinite query, with its states: loading, failed, empty. What was read stays while it is read anew. */
export function PagedList<R extends object>({ label, columns, idOf, pages, empty }: Props<R>) {
  const { data } = pages;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  if (data === undefined) {
    return pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : <LoadingState />;
  }
  return (
    <>
      {pages.isRefetchError && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {rows.length === 0 ? (
        <EmptyState>{empty}</EmptyState>
      ) : (
        <DataTable label={label} columns={columns} rows={rows} idOf={idOf} paging={pages} />
      )}
    </>
  );
}
