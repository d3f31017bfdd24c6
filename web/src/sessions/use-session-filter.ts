import { useCallback, useMemo } from 'react';
import { useAddress } from '../ui/use-address.js';
import { addressOf, filterIn, type SessionFilter, type SessionSort } from './session-filter.js';

/** The filter that the address holds. */
export function useSessionFilter(usual: SessionSort): [SessionFilter, (change: Partial<SessionFilter>) => void] {
  const [address, setAddress] = useAddress();
  const text = `${address.query.toString()}#${address.fragment.toString()}`;
  const filter = useMemo(() => {
    const [query, fragment] = text.split('#');
    return filterIn({ query: new URLSearchParams(query), fragment: new URLSearchParams(fragment) }, usual);
  }, [text, usual]);
  const change = useCallback(
    (part: Partial<SessionFilter>) => setAddress(addressOf({ ...filter, ...part }, usual)),
    [filter, usual, setAddress],
  );
  return [filter, change];
}
