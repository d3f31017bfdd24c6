import { parseArgs } from 'node:util';
import { StartFailure } from '../dev/failure.js';
import { startStack, type Stack } from '../dev/stack.js';
import { printTable } from '../dev/stack/table.js';

const USAGE = `npm start -- [--port-base N] [--data-dir FOLDER] [--fresh]

  --port-base N      all ports follow from N (default 4000)
  --data-dir FOLDER  where everything is kept (default .data)
  --fresh            forget what is kept there and begin anew

Environment:
  SUPERUSER_DATABASE_URL  a PostgreSQL 18 of yours (superuser) in place of the embedded one
  TEMPORAL_ADDRESS        a Temporal server of yours, TEMPORAL_NAMESPACE its namespace (default: default)
  SMS_KEYWORDS            provider (default) or self: whether the Twilio stand-in enforces STOP and START
`;

const PARENT_POLL_MS = 300;
const say = (line: string): void => console.log(line);

/** The embedded stack: starts everything, says where it is, and stops everything at Ctrl-C. */
async function main(): Promise<void> {
  const options = readOptions();
  const giveUp = new AbortController();
  let stack: Stack | undefined;
  let stopping: Promise<void> | undefined;

  const stop = (): void => {
    if (stopping) return;
    say('\nStopping …');
    giveUp.abort();
    if (!stack) return;
    stopping = stack.stop().then(() => {
      say('Stopped. The data is kept for the next start.');
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.env.npm_lifecycle_event) stopWithParent(stop);

  const startedAt = Date.now();
  try {
    stack = await startStack({ ...options, signal: giveUp.signal, onProgress: say, onEvent: say });
  } catch (error) {
    if (giveUp.signal.aborted) process.exit(0);
    throw error;
  }
  if (giveUp.signal.aborted) return stop();
  printTable(stack.card(), say);
  say(`\nReady after ${((Date.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C stops everything.`);
}

/** npm hands a SIGTERM to the shell between it and us, which dies of it without a word to us. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_POLL_MS).unref();
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      'port-base': { type: 'string', default: '4000' },
      'data-dir': { type: 'string', default: '.data' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(USAGE);
    process.exit(0);
  }
  const portBase = Number(values['port-base']);
  if (!Number.isInteger(portBase) || portBase < 1_024 || portBase > 65_500) {
    throw new StartFailure(`--port-base must be a whole number from 1024 to 65500, not "${values['port-base']}".`);
  }
  const { SUPERUSER_DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, SMS_KEYWORDS } = process.env;
  return {
    portBase,
    dataDir: values['data-dir'],
    fresh: values.fresh,
    smsKeywords: SMS_KEYWORDS === 'self' ? ('self' as const) : ('provider' as const),
    external: {
      superuserDatabaseUrl: SUPERUSER_DATABASE_URL || undefined,
      temporalAddress: TEMPORAL_ADDRESS || undefined,
      temporalNamespace: TEMPORAL_NAMESPACE || undefined,
    },
  };
}

main().catch((error: unknown) => {
  const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (isUsage) console.error(`${(error as Error).message}\n\n${USAGE}`);
  else if (error instanceof StartFailure) console.error(`Cannot start: ${error.message}`);
  else console.error('Cannot start:', error);
  process.exit(1);
});
