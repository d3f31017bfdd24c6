import type { RequestHandler, Response } from 'express';
import type { Part } from '../contract.js';
import type { Source } from './changes.js';

const GATHER_MS = 50;
const HEARTBEAT_MS = 15_000;

export interface Events {
  handler: RequestHandler;
  close(): void;
}

/** Tells open pages what went stale, gathered for a moment. Nothing is watched while no page listens. */
export function createEvents(sources: Source[]): Events {
  const pages = new Set<Response>();
  const stale = new Set<Part>();
  let watching: AbortController | null = null;
  let gathering: NodeJS.Timeout | null = null;

  function flush(): void {
    gathering = null;
    const event = `event: changed\ndata: ${JSON.stringify({ parts: [...stale] })}\n\n`;
    stale.clear();
    for (const page of pages) page.write(event);
  }

  function tell(parts: Part[]): void {
    for (const part of parts) stale.add(part);
    gathering ??= setTimeout(flush, GATHER_MS);
  }

  function watch(): void {
    const controller = new AbortController();
    watching = controller;
    for (const source of sources) void source(tell, controller.signal);
  }

  function leave(page: Response): void {
    pages.delete(page);
    if (pages.size > 0) return;
    watching?.abort();
    watching = null;
  }

  return {
    handler(_req, res) {
      res.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      res.write('retry: 1000\n: listening\n\n');
      const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
      pages.add(res);
      if (watching === null) watch();
      res.on('close', () => {
        clearInterval(heartbeat);
        leave(res);
      });
    },
    close() {
      if (gathering) clearTimeout(gathering);
      for (const page of pages) page.end();
      watching?.abort();
    },
  };
}
