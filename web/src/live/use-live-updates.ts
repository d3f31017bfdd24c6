import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meRead } from '../api/me.js';
import { useApi } from '../api/use-api.js';
import { sessionRead } from '../sessions/session-reads.js';
import { createChangeGatherer } from './apply-changes.js';
import { createLiveConnection } from './live-connection.js';

const EVENTS_PATH = '/api/v1/events';

/**
 * While somebody is signed in: what changes elsewhere shows here. A hidden tab listens to nothing, since a browser has few
 * connections to one origin, and reads anew when it is looked at again.
 */
export function useLiveUpdates(userId: string | undefined): void {
  const api = useApi();
  const client = useQueryClient();
  useEffect(() => {
    if (userId === undefined) return;
    const gatherer = createChangeGatherer({
      client,
      readSession: (id) => client.fetchQuery({ ...sessionRead(api, id), staleTime: 0 }),
    });
    const connection = createLiveConnection({
      open: () => new EventSource(EVENTS_PATH),
      // Any call renews a session whose access token has ended, or finds out that it is over.
      renew: () => client.fetchQuery({ ...meRead(api), staleTime: 0 }),
      onChange: gatherer.note,
      onMissed: gatherer.readAnew,
    });
    const onVisibility = (): void => (document.hidden ? connection.pause() : connection.resume());
    onVisibility();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      connection.close();
      gatherer.close();
    };
  }, [userId, api, client]);
}
