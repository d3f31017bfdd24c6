import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { FRESH_UNTIL_KEY } from '../api/browser-session.js';
import { forgetMe, meRead } from '../api/me.js';
import { useApi } from '../api/use-api.js';

/** Signing in or out in one tab does so in all of them. */
export function useOtherTabs(): void {
  const client = useQueryClient();
  const api = useApi();
  useEffect(() => {
    const onStorage = ({ key, oldValue, newValue }: StorageEvent): void => {
      if (key !== FRESH_UNTIL_KEY) return;
      if (newValue === null) forgetMe(client);
      else if (oldValue === null) void client.invalidateQueries({ queryKey: meRead(api).queryKey });
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [client, api]);
}
