import { useMemo } from 'react';
import { accountCalls } from '../api/account-calls.js';
import { useApi } from '../api/use-api.js';

/** What one can do with one's account. */
export function useAccount() {
  const api = useApi();
  return useMemo(() => accountCalls(api), [api]);
}
