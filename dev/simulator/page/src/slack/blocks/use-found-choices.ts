import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Choice } from '../../../../contract.js';
import { useHost } from './block-host.js';

const TYPING_PAUSE_MS = 200;

interface Sought {
  blockId: string;
  actionId: string;
  query: string;
  /** Letters below which nothing is asked. */
  least: number;
}

/** What the bot finds for the words; `note` says why there is nothing to choose. */
export function useFoundChoices({ blockId, actionId, query, least }: Sought): { choices: Choice[]; note: string } {
  const host = useHost();
  const settled = useSettled(query.trim());
  const longEnough = settled.length >= least && query.trim().length >= least;
  const found = useQuery({
    queryKey: ['choices', blockId, actionId, settled],
    queryFn: () => host.search(blockId, actionId, settled),
    enabled: longEnough,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  if (query.trim().length < least) return { choices: [], note: `Type at least ${least} letters to search.` };
  if (found.isError) return { choices: [], note: found.error.message };
  if (found.data === undefined || settled !== query.trim()) return { choices: found.data ?? [], note: 'Searching …' };
  return { choices: found.data, note: 'Nothing found.' };
}

/** The value once it has stayed the same for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
