import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { StartFailure } from '../failure.js';
import type { ProcessSpec, RunningProcess } from './launch.js';

const POLL_MS = 75;

/** Polls until the process answers. Ends early, with the end of its log, when it exits. */
export async function waitReady(
  spec: Pick<ProcessSpec, 'name' | 'logFile'>,
  running: RunningProcess,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    if (running.hasExited()) {
      throw new StartFailure(
        `${spec.name} stopped while starting. Its log ${spec.logFile} ends with:\n${logTail(spec.logFile)}`,
      );
    }
    if (await isReady().catch(() => false)) return;
    if (Date.now() > giveUpAt) {
      throw new StartFailure(
        `${spec.name} was not ready after ${Math.round(timeoutMs / 1000)} s. Its log ${spec.logFile} ends with:\n${logTail(spec.logFile)}`,
      );
    }
    await delay(POLL_MS);
  }
}

export function logTail(file: string, lines = 12): string {
  try {
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .map((line) => `  ${line}`)
      .join('\n');
  } catch {
    return '  (no log)';
  }
}
