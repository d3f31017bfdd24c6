import { setTimeout as pause } from 'node:timers/promises';
import { systemActor } from '../domain/actor.js';
import type { Database } from '../prisma/actor.js';
import { waitingBeside, type WaitingRow } from '../prisma/stores/ladder-store.js';
import { unshownTasks } from '../prisma/stores/task-store.js';
import type { SessionClient } from '../workflows/session/client.js';
import type { TaskClient } from '../workflows/task/client.js';

export interface TaskWatchOptions {
  db: Database;
  tasks: TaskClient;
  sessions: Pick<SessionClient, 'deliver'>;
  logger: { warn(fields: object, message: string): void };
  /** How often it looks for what it was not told of. */
  intervalMs?: number;
}

export interface TaskWatch {
  stop(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const BATCH = 100;
/** Younger rows are on their way to their workflow. */
const TAKEN_UP_WITHIN_SECONDS = 60;
/** Rows that a workflow has been told of are not told again and again while a provider is down; the long look is hourly. */
const RECENT_SECONDS = 200;
const LONG_LOOK_EVERY = 60;
const WATCHER = systemActor('task-watch');

/**
 * Tells the workflows of tasks what changes, whoever changes it, as the database reports it; and looks every minute for what was
 * missed: posts that are out of date, and messages that were written beside a workflow and that nobody took up. Several may
 * run: to be told twice does no harm.
 */
export async function startTaskWatch(options: TaskWatchOptions): Promise<TaskWatch> {
  const stopping = new AbortController();
  const reports = createReports(stopping.signal);
  const listening = await options.db.listen(['task'], (_channel, taskId) => reports.add(taskId));
  const running = run(options, reports, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await listening[Symbol.asyncDispose]();
      await running;
    },
  };
}

async function run(options: TaskWatchOptions, reports: Reports, stopping: AbortSignal): Promise<void> {
  const intervalMs = options.intervalMs ?? INTERVAL_MS;
  let lookAtMs = 0;
  let looks = 0;
  while (!stopping.aborted) {
    try {
      for (const taskId of reports.take()) await options.tasks.changed(taskId);
      if (Date.now() >= lookAtMs) {
        lookAtMs = Date.now() + intervalMs;
        await showMissed(options);
        await deliverMissed(options, looks % LONG_LOOK_EVERY === 0 ? null : RECENT_SECONDS);
        looks += 1;
      }
    } catch (error) {
      // What was not told now is found by a later look.
      options.logger.warn({ err: (error as Error).message }, 'tasks could not be looked after');
    }
    await reports.wait(lookAtMs - Date.now());
  }
}

async function showMissed({ db, tasks }: TaskWatchOptions): Promise<void> {
  const unshown = await db.withActor(WATCHER, (tx) => unshownTasks(tx, BATCH));
  for (const taskId of unshown) await tasks.show(taskId);
}

async function deliverMissed(
  { db, tasks, sessions }: TaskWatchOptions,
  youngerThanSeconds: number | null,
): Promise<void> {
  let after: string | null = null;
  do {
    const wanted = { after, olderThanSeconds: TAKEN_UP_WITHIN_SECONDS, youngerThanSeconds };
    const rows: WaitingRow[] = await db.withActor(WATCHER, (tx) => waitingBeside(tx, wanted));
    for (const { notificationId, sessionId, taskId } of rows) {
      if (sessionId !== null) await sessions.deliver(sessionId, [notificationId]);
      else if (taskId !== null) await tasks.deliver(taskId, [notificationId]);
    }
    after = rows.at(-1)?.notificationId ?? null;
  } while (after !== null);
}

interface Reports {
  add(taskId: string): void;
  /** What was reported since the last time. */
  take(): string[];
  /** Resolves at the next report, after `ms`, or at the end. */
  wait(ms: number): Promise<void>;
}

function createReports(stopping: AbortSignal): Reports {
  let reported = new Set<string>();
  let wake = (): void => undefined;
  return {
    add(taskId) {
      reported.add(taskId);
      wake();
    },
    take() {
      const taken = [...reported];
      reported = new Set();
      return taken;
    },
    async wait(ms) {
      if (reported.size > 0) return;
      const over = new AbortController();
      wake = () => over.abort();
      await pause(Math.max(0, ms), undefined, { signal: AbortSignal.any([stopping, over.signal]) }).catch(
        () => undefined,
      );
    },
  };
}
