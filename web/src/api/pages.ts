import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';
import { bodyOf } from './failure.js';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

type Answering<P> = Promise<{ data?: P; error?: unknown; response: Response }>;

export const LONGEST_PAGE = 200;

/** A long list, read page by page as it is scrolled. */
export function pagesRead<P extends Page<unknown>>(
  queryKey: QueryKey,
  read: (cursor: { cursor?: string }, signal: AbortSignal) => Answering<P>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => bodyOf(read(pageParam === null ? {} : { cursor: pageParam }, signal)),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: P) => nextCursor,
  });
}

/** A short list as a whole, however many pages it comes in. */
export async function allOf<T>(read: (cursor: { cursor?: string }) => Answering<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: { cursor?: string } | null = {};
  while (cursor !== null) {
    const page: Page<T> = await bodyOf(read(cursor));
    items.push(...page.items);
    cursor = page.nextCursor === null ? null : { cursor: page.nextCursor };
  }
  return items;
}
