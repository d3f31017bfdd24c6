import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Part } from '../../../contract.js';

const RETRY_MS = 2_000;

/**
 * Lets the server say what went stale. Returns whether it is connected; after a gap everything is read anew, since
 * what happened meanwhile was not told.
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
        for (const part of parts) void client.invalidateQueries({ queryKey: [part] });
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
