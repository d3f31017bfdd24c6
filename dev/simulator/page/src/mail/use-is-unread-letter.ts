import type { MailSummary } from '../../../contract.js';
import { letterList } from '../seen/lists.js';
import { useIsNew } from '../seen/use-seen.js';

/** Whether nobody has opened this mail yet. */
export function useIsUnreadLetter(): (letter: MailSummary) => boolean {
  const isNew = useIsNew();
  return ({ id, at }) => isNew(letterList(id), at);
}
