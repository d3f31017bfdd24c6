import { useCallback } from 'react';
import { useLocation, useNavigate } from 'react-router';

export interface AddressState {
  /** What may be seen on the way: ids, words of closed lists, dates. */
  query: URLSearchParams;
  /** What was typed, a name perhaps: it stays in the browser, which sends a fragment nowhere. */
  fragment: URLSearchParams;
}

/** State in the address, so that going back, reloading and sharing keep it. Setting it replaces the present entry. */
export function useAddress(): [AddressState, (next: AddressState) => void] {
  const { search, hash } = useLocation();
  const navigate = useNavigate();
  const set = useCallback(
    ({ query, fragment }: AddressState) => {
      const [q, f] = [query.toString(), fragment.toString()];
      void navigate({ search: q && `?${q}`, hash: f && `#${f}` }, { replace: true, preventScrollReset: true });
    },
    [navigate],
  );
  return [{ query: new URLSearchParams(search), fragment: new URLSearchParams(hash.slice(1)) }, set];
}
