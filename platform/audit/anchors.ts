import { setTimeout as pause } from 'node:timers/promises';
import { appendAnchor, lastAnchor, type AnchoredHead } from './anchor-file.js';
import { putAnchor } from './anchor-url.js';

/** Keeps signed heads where a superuser of the database cannot reach them. */
export interface Anchors {
  /** The newest head; those before it that have not left yet need not leave any more. */
  offer(head: AnchoredHead): void;
  /** Lets the newest head leave, within a few seconds, and ends. */
  stop(): Promise<void>;
}

export interface AnchorsOptions {
  file?: string | undefined;
  url?: string | undefined;
  logger: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  /** Between two anchors; a head is outside after twice as long. */
  intervalMs?: number;
}

const INTERVAL_MS = 2_000;
const LAST_RETRY_MS = 60_000;

/** Each target goes at its own pace, so that one that is away holds up no other. */
export function createAnchors({ file, url, logger, intervalMs = INTERVAL_MS }: AnchorsOptions): Anchors {
  const targets: Target[] = [];
  if (file !== undefined) targets.push({ name: 'file', write: (head) => writeToFile(file, head, logger) });
  if (url !== undefined) targets.push({ name: 'url', write: (head) => putAnchor(url, head) });
  const lanes = targets.map((target) => createLane(target, intervalMs, logger));
  return {
    offer: (head) => lanes.forEach((lane) => lane.offer(head)),
    stop: async () => void (await Promise.all(lanes.map((lane) => lane.stop()))),
  };
}

interface Target {
  name: string;
  write(head: AnchoredHead): Promise<void>;
}

function createLane({ name, write }: Target, intervalMs: number, logger: AnchorsOptions['logger']) {
  const stopping = new AbortController();
  let newest: AnchoredHead | null = null;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    for (let failures = 0; newest !== null;) {
      const head: AnchoredHead = newest;
      try {
        await write(head);
        failures = 0;
        if (newest === head) newest = null;
      } catch (error) {
        failures += 1;
        logger.warn({ target: name, treeSize: head.treeSize, err: (error as Error).message }, 'head not anchored');
        if (stopping.signal.aborted) return;
      }
      await waitFor(Math.min(intervalMs * 2 ** failures, failures > 0 ? LAST_RETRY_MS : intervalMs));
    }
  }

  const waitFor = (ms: number): Promise<void> =>
    pause(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);

  return {
    offer(head: AnchoredHead) {
      newest = head;
      running ??= run().finally(() => {
        running = null;
      });
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function writeToFile(file: string, head: AnchoredHead, logger: AnchorsOptions['logger']): Promise<void> {
  const last = await lastAnchor(file);
  if (last?.jws === head.jws) return;
  const fields = { treeSize: head.treeSize, anchoredSize: last?.treeSize };
  const contradicts =
    last !== null &&
    (head.treeSize < last.treeSize || (head.treeSize === last.treeSize && head.rootHash !== last.rootHash));
  if (contradicts) logger.error(fields, 'the audit contradicts its anchor: verify it');
  await appendAnchor(file, head);
}
