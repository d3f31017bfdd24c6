import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';
import type { Page } from '../api/pages.js';
import { sessionKeys, type Session } from '../sessions/session-reads.js';
import type { Change } from './live-connection.js';

/** Changes come in bursts, and one reading does for all of a burst. */
const GATHER_MS = 250;
/** In a longer list single rows are replaced, instead of reading all its pages anew for each change anywhere. */
const MOST_PAGES_ANEW = 3;

type Pages = InfiniteData<Page<Session>>;

export interface ChangeGathererDeps {
  client: QueryClient;
  readSession(id: string): Promise<Session>;
}

/** Has whatever is shown of changed things read anew, a burst at a time. */
export function createChangeGatherer({ client, readSession }: ChangeGathererDeps) {
  let changed: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function apply(): void {
    const sessions = new Map<string, number>();
    for (const change of changed) if (change.kind === 'session') sessions.set(change.id, change.version);
    const hasTasks = changed.some(({ kind }) => kind === 'task');
    changed = [];
    timer = undefined;
    void client.invalidateQueries({
      predicate: (query) => (hasTasks && query.queryKey[0] === 'tasks') || isTouched(query, sessions),
    });
    for (const id of sessions.keys()) void replaceRow(id);
  }

  async function replaceRow(id: string): Promise<void> {
    const lists = client
      .getQueryCache()
      .findAll({ queryKey: sessionKeys.lists, type: 'active', predicate: isLongList });
    if (!lists.some((list) => (list.state.data as Pages).pages.some(({ items }) => items.some((row) => row.id === id))))
      return;
    // What cannot be read just now stays as it is until the list is read anew.
    const after = await readSession(id).catch(() => null);
    if (after === null) return;
    for (const { queryKey } of lists) client.setQueryData<Pages>(queryKey, (data) => data && withRow(data, after));
  }

  return {
    note(change: Change): void {
      changed.push(change);
      timer ??= setTimeout(apply, GATHER_MS);
    },
    readAnew(): void {
      void client.invalidateQueries();
    },
    close: () => clearTimeout(timer),
  };
}

function withRow(data: Pages, after: Session): Pages {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => (row.id === after.id ? after : row)),
  }));
  return { ...data, pages };
}

function isTouched(query: Query, sessions: ReadonlyMap<string, number>): boolean {
  if (sessions.size === 0) return false;
  const [area, kind, id] = query.queryKey;
  if (area === 'slots') return true;
  if (area !== 'sessions') return false;
  if (kind !== 'one') return !isLongList(query);
  const version = sessions.get(String(id));
  if (version === undefined) return false;
  // What the own command has just answered is no news.
  const isPart = query.queryKey.length > sessionKeys.one('').length;
  return isPart || (query.state.data as Session | undefined)?.version !== version;
}

function isLongList({ queryKey, state }: Query): boolean {
  if (queryKey[0] !== sessionKeys.lists[0] || queryKey[1] !== sessionKeys.lists[1]) return false;
  return ((state.data as Pages | undefined)?.pages.length ?? 0) > MOST_PAGES_ANEW;
}
