import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { TreeHasher } from '../../domain/audit/merkle.js';
import type { SignedTreeHead } from '../../domain/audit/tree-head.js';
import { newestHead, restoreTree, sealBatch, type SignHead } from './seal-batch.js';

export interface Sealer {
  /** Seals what is left, when this is the one that seals, and ends. */
  stop(): Promise<void>;
}

export interface SealerOptions {
  /** The worker's login. The connection is the sealer's own: the lock that elects it lives as long as it does. */
  url: string;
  sign: SignHead;
  /** Called with every new head, and with the newest one of before when this process is elected. */
  onHead: (head: SignedTreeHead) => void;
  logger: { info(fields: object, message: string): void; error(fields: object, message: string): void };
}

const INTERVAL_MS = 50;
const ELECTION_INTERVAL_MS = 1_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 20_000;

interface Session {
  client: pg.Client;
  elected: boolean;
  tree: TreeHasher | null;
}

/**
 * Takes committed entries into the tree, within a tenth of a second. Of all processes that run one, the one that has the lock
 * seals; the others wait for it. A round that fails is tried again from what the database has.
 */
export function startSealer(options: SealerOptions): Sealer {
  const stopping = new AbortController();
  const running = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: SealerOptions, stopping: AbortSignal): Promise<void> {
  let session: Session | null = null;
  let failures = 0;
  for (let last = false; !last;) {
    last = stopping.aborted;
    let waitMs = INTERVAL_MS;
    try {
      session ??= { client: await connect(options.url), elected: false, tree: null };
      session.elected ||= await elect(session.client, options);
      if (!session.elected) waitMs = ELECTION_INTERVAL_MS;
      else if (await sealOnce(session, options)) waitMs = 0;
      failures = 0;
    } catch (error) {
      failures += 1;
      options.logger.error({ err: (error as Error).message, failures }, 'the audit could not be sealed');
      await session?.client.end().catch(() => undefined);
      session = null;
      waitMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
    }
    if (!last) await pause(waitMs, undefined, { signal: stopping }).catch(() => undefined);
  }
  await session?.client.end().catch(() => undefined);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'clinic-audit-sealer',
  });
  // A connection that breaks between two rounds fails the next statement; it must not end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query("SELECT set_config('app.role', 'SYSTEM', false), set_config('app.channel', 'SYSTEM', false)");
  return client;
}

async function elect(client: pg.Client, { onHead, logger }: SealerOptions): Promise<boolean> {
  const { rows } = await client.query<{ elected: boolean }>(
    "SELECT pg_try_advisory_lock(hashtextextended('clinic/audit-sealer', 0)) AS elected",
  );
  if (!rows[0]?.elected) return false;
  const head = await newestHead(client);
  logger.info({ treeSize: head?.treeSize ?? 0 }, 'this process seals the audit');
  if (head) onHead(head);
  return true;
}

/** True where there may be more. */
async function sealOnce(session: Session, { sign, onHead }: SealerOptions): Promise<boolean> {
  session.tree ??= await restoreTree(session.client);
  const sealed = await sealBatch(session.client, session.tree, sign);
  if (sealed) onHead(sealed.head);
  return sealed?.full ?? false;
}
