import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Logger } from 'pino';

const LEVELS: Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/** Fields of the SDK's log entries that hold ids and names of ours, nothing about a person. */
const SAFE_FIELDS = [
  'workflowId',
  'runId',
  'workflowType',
  'activityType',
  'attempt',
  'taskQueue',
  'notificationId',
  'cause',
];

/**
 * Sends the SDK's log into ours, once per process. Errors keep their name only: their messages may quote what a
 * provider or the database was given.
 */
export function installTemporalRuntime(logger: Logger): Runtime {
  return Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta = {} }) => {
      const fields = Object.fromEntries(SAFE_FIELDS.filter((key) => key in meta).map((key) => [key, meta[key]]));
      const error: unknown = meta['error'];
      logger[LEVELS[level]]({ ...fields, ...(error instanceof Error ? { error: error.name } : {}) }, message);
    }),
    shutdownSignals: ['SIGINT', 'SIGTERM'],
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  });
}
