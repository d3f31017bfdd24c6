import { useQueries } from '@tanstack/react-query';
import { deskRead } from '../data/reads.js';
import { conversationList } from '../seen/lists.js';
import { useIsNew } from '../seen/use-seen.js';
import { useSetting } from '../stage/use-setting.js';

/** Counts a person's new messages, in all conversations or in one. */
export function useUnreadMessages(): (personId: string, conversationId?: string) => number {
  const isNew = useIsNew();
  const { people } = useSetting();
  const desks = useQueries({ queries: people.map(({ id }) => deskRead(id)) });
  return (personId, conversationId) => {
    const desk = desks[people.findIndex(({ id }) => id === personId)]?.data;
    return (desk?.conversations ?? [])
      .filter(({ id }) => conversationId === undefined || id === conversationId)
      .reduce(
        (sum, { id, messages }) => sum + messages.filter(({ at }) => isNew(conversationList(personId, id), at)).length,
        0,
      );
  };
}
