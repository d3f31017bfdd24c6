import type { Phone } from '../../../contract.js';
import { phoneList } from '../seen/lists.js';
import { useIsNew } from '../seen/use-seen.js';

/** Counts the clinic's texts that nobody has looked at. */
export function useUnreadTexts(): (phone: Phone) => number {
  const isNew = useIsNew();
  return ({ number, texts }) =>
    texts.filter(({ from, at }) => from === 'CLINIC' && isNew(phoneList(number), at)).length;
}
