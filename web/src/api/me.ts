import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import type { Api } from './api.js';
import { bodyOf, Refusal } from './failure.js';
import type { components } from './schema.js';
import { useApi } from './use-api.js';

export type Me = components['schemas']['User'];

const ME_KEY = ['me'] as const;

/** Who is signed in in this browser; null is nobody. */
export const meRead = ({ call, session }: Api) =>
  queryOptions({
    queryKey: ME_KEY,
    /** An address is confirmed in another window, mostly. */
    refetchOnWindowFocus: 'always',
    queryFn: async ({ signal }): Promise<Me | null> => {
      if (session.csrfToken() === undefined) return null;
      try {
        return await bodyOf(call.GET('/api/v1/me', { signal }));
      } catch (error) {
        if (error instanceof Refusal && error.problem.code === 'unauthenticated') return null;
        throw error;
      }
    },
  });

export const useMe = () => useQuery(meRead(useApi()));

/** The person as just answered by the API. */
export const keepMe = (client: QueryClient, me: Me): void => void client.setQueryData(ME_KEY, me);

/** Nobody is signed in any more, and nothing of theirs stays. */
export function forgetMe(client: QueryClient): void {
  client.setQueryData(ME_KEY, null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME_KEY[0] });
}
