import type { Actor } from '../domain/actor.js';
import type { Prisma } from './generated/client.js';

/** A transaction that runs as one actor; obtained from `Database.withActor` only. */
export type Tx = Prisma.TransactionClient;

/** The one gate to the data. */
export interface Database {
  /** Runs `fn` in one transaction as `actor`. Row-level security sees that actor; never call out of `fn`. */
  withActor<T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Calls back for each NOTIFY on a connection of its own, which is opened again when it breaks. */
  listen(
    channels: NotifyChannel[],
    onNotify: (channel: NotifyChannel, payload: string) => void,
  ): Promise<AsyncDisposable>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** `decision`: a decision id; `session`: JSON `{id, version}`; `task`: a task id. Sent when the change commits. */
export const NOTIFY_CHANNELS = ['decision', 'session', 'task'] as const;
export type NotifyChannel = (typeof NOTIFY_CHANNELS)[number];

/** Tells the transaction who acts, before it does anything else; the settings end with it. One round trip. */
export async function setActor(tx: Tx, actor: Actor): Promise<void> {
  await tx.$queryRaw`
    SELECT set_config('app.actor_id', ${actor.id ?? ''}, true), set_config('app.role', ${actor.role}, true),
           set_config('app.channel', ${actor.channel}, true), set_config('app.request_id', ${actor.requestId}, true)`;
}
