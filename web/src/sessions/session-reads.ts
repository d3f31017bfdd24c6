import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Api } from '../api/api.js';
import { bodyOf } from '../api/failure.js';
import { allOf, LONGEST_PAGE, pagesRead } from '../api/pages.js';
import type { components, operations } from '../api/schema.js';

export type Session = components['schemas']['Session'];
export type SessionAction = Session['allowedActions'][number];
export type SessionStatus = Session['status'];
export type Move = components['schemas']['Move'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type Message = components['schemas']['Message'];
export type SessionQuery = NonNullable<operations['exportSessions']['parameters']['query']>;

/**
 * Keys of all that is made of sessions begin with `sessions`: a change elsewhere makes them stale, those below `one` only
 * for the session itself.
 */
export const sessionKeys = {
  all: ['sessions'] as const,
  lists: ['sessions', 'list'] as const,
  one: (id: string) => ['sessions', 'one', id] as const,
};

const ROWS_A_PAGE = 100;

/** The sessions that match, page by page. */
export const sessionsRead = ({ call }: Api, query: SessionQuery) =>
  pagesRead([...sessionKeys.lists, query], (cursor, signal) =>
    call.GET('/api/v1/sessions', { params: { query: { ...query, ...cursor, limit: ROWS_A_PAGE } }, signal }),
  );

export const sessionRead = ({ call }: Api, id: string) =>
  queryOptions({
    queryKey: sessionKeys.one(id),
    queryFn: ({ signal }): Promise<Session> =>
      bodyOf(call.GET('/api/v1/sessions/{id}', { params: { path: { id } }, signal })),
  });

/** Every change, oldest first. */
export const historyRead = ({ call }: Api, id: string) =>
  queryOptions({
    queryKey: [...sessionKeys.one(id), 'history'],
    queryFn: ({ signal }) =>
      allOf((cursor) =>
        call.GET('/api/v1/sessions/{id}/history', {
          params: { path: { id }, query: { ...cursor, limit: LONGEST_PAGE } },
          signal,
        }),
      ),
  });

/** What was sent about it, oldest first. */
export const messagesRead = ({ call }: Api, id: string) =>
  queryOptions({
    queryKey: [...sessionKeys.one(id), 'messages'],
    queryFn: ({ signal }) =>
      allOf((cursor) =>
        call.GET('/api/v1/sessions/{id}/messages', {
          params: { path: { id }, query: { ...cursor, limit: LONGEST_PAGE } },
          signal,
        }),
      ),
  });

/** A session as just answered; all that is made of it is read anew. */
export function keepSession(client: QueryClient, session: Session): void {
  client.setQueryData(sessionKeys.one(session.id), session);
  sessionChanged(client, session.id);
}

/** All that may show a session is read anew. */
export function sessionChanged(client: QueryClient, id: string): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [area, kind, which] }) =>
      area === 'slots' || area === 'reports' || (area === 'sessions' && (kind !== 'one' || which === id)),
  });
}
