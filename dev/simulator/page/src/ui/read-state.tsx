import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { EmptyNote } from './empty-note.js';
import { ProblemLine } from './problem-line.js';

interface Props<T> {
  /** What is read, for the words: `the phones`. */
  what: string;
  read: UseQueryResult<T>;
  /** Shown where there is nothing; `isEmpty` decides, an empty list where left out. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/** Loading, failed, empty or there: four things that must not look alike. Old data stays, with a note, when a later read fails. */
export function ReadState<T>({ what, read, empty, isEmpty = isEmptyList, children }: Props<T>) {
  const retry = (): void => void read.refetch();
  if (read.data === undefined) {
    if (read.isError) return <ProblemLine title={`Could not read ${what}`} words={read.error.message} retry={retry} />;
    return (
      <p className="note loading" role="status">
        Reading {what} …
      </p>
    );
  }
  return (
    <>
      {read.isError && (
        <ProblemLine title={`Could not read ${what} again; this may be old`} words={read.error.message} retry={retry} />
      )}
      {isEmpty(read.data) ? <EmptyNote>{empty}</EmptyNote> : children(read.data)}
    </>
  );
}

const isEmptyList = (data: unknown): boolean => Array.isArray(data) && data.length === 0;
