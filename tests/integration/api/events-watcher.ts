import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { waitFor } from '../../support/wait-for.js';

export interface SeenEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** Somebody's open stream, and what came by it. */
export interface EventWatcher {
  status: number;
  headers: IncomingMessage['headers'];
  seen: SeenEvent[];
  /** Comments do not count as events. */
  comments: string[];
  ended: boolean;
  until(event: string, data?: Record<string, unknown>): Promise<SeenEvent>;
  close(): void;
}

/** Opens a stream as a browser would. */
export function watch(origin: string, headers: Record<string, string>): Promise<EventWatcher> {
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = get(`${origin}/api/v1/events`, { headers, agent: false }, (answer) => {
      resolve(watcherOf(asked, answer));
    });
    asked.on('error', reject);
  });
}

function watcherOf(asked: ClientRequest, answer: IncomingMessage): EventWatcher {
  let rest = '';
  const watcher: EventWatcher = {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    seen: [],
    comments: [],
    ended: false,
    until: (event, data = {}) =>
      waitFor(
        () =>
          watcher.seen.find((one) => one.event === event && Object.entries(data).every(([k, v]) => one.data[k] === v)),
        { describe: `${event} ${JSON.stringify(data)}, not ${JSON.stringify(watcher.seen)}` },
      ),
    close: () => asked.destroy(),
  };
  answer.setEncoding('utf8').on('data', (part: string) => {
    const blocks = (rest + part).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) note(watcher, block);
  });
  answer.on('close', () => (watcher.ended = true)).on('error', () => undefined);
  asked.on('error', () => undefined);
  return watcher;
}

function note(watcher: EventWatcher, block: string): void {
  if (block.startsWith(':')) return void watcher.comments.push(block);
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
  );
  const { id, event, data } = fields;
  if (id && event && data) watcher.seen.push({ id, event, data: JSON.parse(data) as Record<string, unknown> });
}
