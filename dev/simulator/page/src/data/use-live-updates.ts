import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Part } from '../../../contract.js';
import { readAnew } from './read-anew.js';

const RETRY_MS = 2_000;

/**
 * Lets the server say what went stale; it begins with everything that may have changed before this page listened. Returns
 * whether it is connected; after a gap what had failed or stays is read anew too.
 */
export function useLiveUpdates(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    let source: EventSource | null = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const connect = (): void => {
      source = new EventSource('/sim/events');
      source.addEventListener('open', () => {
        setConnected(true);
        if (missed) void client.invalidateQueries();
        missed = false;
      });
      source.addEventListener('changed', (event: MessageEvent<string>) => {
        const { parts } = JSON.parse(event.data) as { parts: Part[] };
        void readAnew(client, parts);
      });
      source.addEventListener('error', () => {
        missed = true;
        setConnected(false);
        /** The browser retries a lost connection by itself, but gives up on an answer that is no event stream. */
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
      });
    };
    connect();
    return () => {
      clearTimeout(retry);
      source?.close();
    };
  }, [client]);
  return connected;
}
