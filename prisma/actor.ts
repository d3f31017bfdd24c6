import type { Readable } from 'node:stream';
import type { Actor } from '../domain/actor.js';
import type { Prisma } from './generated/client.js';

/** A transaction that runs as one actor; obtained from `Database.withActor` only. */
export type Tx = Prisma.TransactionClient;

/** The one gate to the data. */
export interface Database {
  /** Runs `fn` in one transaction as `actor`. Row-level security sees that actor; never call out of `fn`. */
  withActor<T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Streams the rows of a query as CSV with a header, as `actor`, in a read-only transaction of its own on a connection
   * that no request waits for. Destroying the stream ends the query; an error of it means that rows are missing. Throws
   * `temporarily_unavailable` while too many are under way.
   */
  copyAs(actor: Actor, query: CopyQuery): Promise<Readable>;
  /**
   * Calls back for each NOTIFY on a connection of its own, which is opened again when it breaks; `onGap` says that it was,
   * and that what was notified in between is lost.
   */
  listen(
    channels: NotifyChannel[],
    onNotify: (channel: NotifyChannel, payload: string) => void,
    onGap?: () => void,
  ): Promise<AsyncDisposable>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What to stream; `settings` are the planner's, for this transaction. Values of the query are texts, numbers, arrays of texts. */
export interface CopyQuery {
  sql: Prisma.Sql;
  settings: Readonly<Record<string, string>>;
}

/** `decision`: a decision id; `session`: JSON `{id, version}`; `task`: a task id. Sent when the change commits. */
export const NOTIFY_CHANNELS = ['decision', 'session', 'task'] as const;
export type NotifyChannel = (typeof NOTIFY_CHANNELS)[number];

/** What row-level security and the audit read, by the names of the settings. */
export function actorSettings({ id, role, channel, requestId }: Actor): Record<string, string> {
  return { 'app.actor_id': id ?? '', 'app.role': role, 'app.channel': channel, 'app.request_id': requestId };
}

/** Tells the transaction who acts, before it does anything else; the settings end with it. One round trip. */
export async function setActor(tx: Tx, actor: Actor): Promise<void> {
  await tx.$queryRaw`
    SELECT set_config('app.actor_id', ${actor.id ?? ''}, true), set_config('app.role', ${actor.role}, true),
           set_config('app.channel', ${actor.channel}, true), set_config('app.request_id', ${actor.requestId}, true)`;
}
