import pg from 'pg';
import type { NotifyChannel } from './actor.js';
import type { DatabaseOptions } from './client.js';

interface ListenOptions extends DatabaseOptions {
  channels: NotifyChannel[];
  onNotify: (channel: NotifyChannel, payload: string) => void;
  onGap?: (() => void) | undefined;
}

interface State {
  client: pg.Client | null;
  timer: NodeJS.Timeout | null;
  closed: boolean;
  /** Something may have been notified before this connection listened. */
  late: boolean;
  retryMs: number;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Listens on a connection of its own. A broken connection is opened again with a growing pause; what is notified in
 * between is lost, so whoever waits for something must also look for it; `onGap` tells when to.
 */
export async function listen(options: ListenOptions): Promise<AsyncDisposable> {
  const state: State = { client: null, timer: null, closed: false, late: false, retryMs: FIRST_RETRY_MS };

  async function connect(): Promise<void> {
    const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 2_000, keepAlive: true });
    client.on('notification', ({ channel, payload }) => options.onNotify(channel as NotifyChannel, payload ?? ''));
    let broken = false;
    const lost = (error?: Error): void => {
      if (broken || state.closed) return;
      broken = true;
      state.client = null;
      options.logger?.warn({ err: error?.message }, 'listening connection broke');
      client.end().catch(() => undefined);
      retryLater();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    try {
      await client.connect();
      for (const channel of options.channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      lost(error as Error);
      return;
    }
    if (state.closed) return void (await client.end());
    state.client = client;
    state.retryMs = FIRST_RETRY_MS;
    if (state.late) options.onGap?.();
    state.late = true;
  }

  function retryLater(): void {
    state.late = true;
    state.timer = setTimeout(() => void connect(), state.retryMs);
    state.timer.unref();
    state.retryMs = Math.min(state.retryMs * 2, LAST_RETRY_MS);
  }

  await connect();
  return {
    async [Symbol.asyncDispose]() {
      state.closed = true;
      if (state.timer) clearTimeout(state.timer);
      await state.client?.end();
    },
  };
}
