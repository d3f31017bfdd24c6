import type { FromServer, ToServer } from './messages.js';

const EVERY_MS = 20;

/** Answers the measuring process about this one's memory, and ends with it. */
export function watchMemory(): void {
  let idle = 0;
  let highest = 0;
  const look = (): void => {
    highest = Math.max(highest, process.memoryUsage.rss());
  };
  process.on('message', ({ kind }: ToServer) => {
    if (kind === 'watch') {
      idle = process.memoryUsage.rss();
      highest = idle;
    } else {
      look();
      process.send?.({ kind: 'memory', risenBytes: highest - idle } satisfies FromServer);
    }
  });
  process.on('disconnect', () => process.exit());
  setInterval(look, EVERY_MS).unref();
}
