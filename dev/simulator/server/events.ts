import type { RequestHandler } from 'express';
import { PARTS } from '../contract.js';
import type { Source } from './changes.js';
import { createListeningPages } from './listening-pages.js';

export interface Events {
  handler: RequestHandler;
  close(): void;
}

/**
 * Tells open pages what went stale. Nothing is watched while no page listens. Sources begin with all that they watch; a
 * page that comes later is told of everything, since what happened between its reading and its coming was told to others.
 */
export function createEvents(sources: Source[]): Events {
  const pages = createListeningPages();
  let watching: AbortController | null = null;
  let closed = false;

  function watch(): void {
    const { signal } = (watching = new AbortController());
    for (const source of sources) void source((parts) => signal.aborted || pages.tell(parts), signal);
  }

  function unwatch(): void {
    watching?.abort();
    watching = null;
  }

  return {
    handler(_req, res) {
      if (closed) return void res.status(503).end();
      pages.add(res, () => pages.isEmpty() && unwatch());
      if (watching === null) watch();
      else pages.tellOne(res, PARTS);
    },
    close() {
      closed = true;
      unwatch();
      pages.close();
    },
  };
}
