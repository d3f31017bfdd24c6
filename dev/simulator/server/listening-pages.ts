import type { Response } from 'express';
import type { Part } from '../contract.js';

const GATHER_MS = 50;
const HEARTBEAT_MS = 15_000;

/** Pages that listen to server-sent events. */
export interface ListeningPages {
  add(page: Response, onLeave: () => void): void;
  isEmpty(): boolean;
  /** Tells all of them, gathered for a moment. */
  tell(parts: readonly Part[]): void;
  tellOne(page: Response, parts: readonly Part[]): void;
  /** Ends all of them. */
  close(): void;
}

export function createListeningPages(): ListeningPages {
  const pages = new Map<Response, NodeJS.Timeout>();
  const stale = new Set<Part>();
  let gathering: NodeJS.Timeout | null = null;

  const flush = (): void => {
    gathering = null;
    for (const page of pages.keys()) tellOne(page, [...stale]);
    stale.clear();
  };
  const remove = (page: Response): void => {
    clearInterval(pages.get(page));
    pages.delete(page);
  };

  return {
    add(page, onLeave) {
      pages.set(page, begin(page));
      page.on('close', () => {
        remove(page);
        onLeave();
      });
    },
    isEmpty: () => pages.size === 0,
    tell(parts) {
      for (const part of parts) stale.add(part);
      gathering ??= setTimeout(flush, GATHER_MS);
    },
    tellOne,
    close() {
      if (gathering) clearTimeout(gathering);
      for (const page of [...pages.keys()]) {
        // An ended answer stays open for as long as its reader takes; nothing may be written to it.
        remove(page);
        page.end();
      }
    },
  };
}

function tellOne(page: Response, parts: readonly Part[]): void {
  page.write(`event: changed\ndata: ${JSON.stringify({ parts })}\n\n`);
}

/** Returns its heartbeat. */
function begin(page: Response): NodeJS.Timeout {
  page.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  page.write('retry: 1000\n: listening\n\n');
  return setInterval(() => page.write(': still here\n\n'), HEARTBEAT_MS);
}
