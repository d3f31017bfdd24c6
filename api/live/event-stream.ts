import { randomUUID } from 'node:crypto';
import { finished, type Writable } from 'node:stream';

export type LiveEvent =
  | { event: 'session.changed'; data: { id: string; version: number } }
  | { event: 'task.changed'; data: { id: string } }
  | { event: 'reset'; data: object }
  | { event: 'end'; data: { reason: EndReason } };

/** `expired`: the token has ended; `signed_out`: it holds no more; `restarting`: connect again. */
export type EndReason = 'expired' | 'signed_out' | 'restarting';

export interface EventStream {
  send(event: LiveEvent): void;
  /** Keeps proxies from taking the stream for a dead one, and finds out whether it is. */
  beat(): void;
  end(reason: EndReason): void;
  /** Resolves when nothing can be sent any more, whoever ended it. */
  closed: Promise<void>;
}

const RETRY_MS = 2_000;
/** Who has not read so much is too slow, or gone: they connect again and read anew. */
const MOST_UNREAD_BYTES = 64 * 1_024;

/** Server-sent events on `out`. A reader who does not keep up is cut off. */
export function createEventStream(out: Writable): EventStream {
  // Only says that there were events before: what was missed is not kept.
  const series = randomUUID().slice(0, 8);
  let sent = 0;
  const write = (text: string): void => {
    if (out.writableEnded || out.destroyed) return;
    if (out.writableLength > MOST_UNREAD_BYTES) out.destroy();
    else out.write(text);
  };
  const send = ({ event, data }: LiveEvent): void => {
    sent += 1;
    write(`id: ${series}-${sent}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  write(`retry: ${RETRY_MS}\n\n`);
  return {
    send,
    beat: () => write(': here\n\n'),
    end(reason) {
      send({ event: 'end', data: { reason } });
      out.end();
    },
    closed: new Promise((resolve) => finished(out, { readable: false }, () => resolve())),
  };
}
