import { LogLevel, type Logger as BoltLogger } from '@slack/bolt';
import type { Logger } from '../../platform/logger.js';

/** Bolt's log lines in ours. Its debug lines hold whole payloads, so they are dropped. */
export function createBoltLogger(logger: Logger): BoltLogger {
  const line = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => logger.debug(line(parts)),
    warn: (...parts: unknown[]) => logger.warn(line(parts)),
    error: (...parts: unknown[]) => logger.error(line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
