import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { setActor, type Database } from './actor.js';
import { createCopyOut, type CopyOut } from './copy-out.js';
import { mapDatabaseError } from './errors.js';
import { PrismaClient } from './generated/client.js';
import { listen } from './listen.js';
import { refuseWrongRole, type DatabaseLogin } from './role-check.js';

/** What the client says about broken connections; pino's logger fits. */
export interface DatabaseLogger {
  warn(fields: object, message: string): void;
}

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
  logger?: DatabaseLogger;
  /** For the seed only: a login that owns the tables. It is bound by row-level security all the same. */
  allowOwner?: boolean;
  /** The process's own login; any other is refused. */
  expectedRole?: DatabaseLogin;
}

export const CONNECT_TIMEOUT_MS = 2_000;
/** How long a caller may wait for one of the pool's connections: a burst is no outage. */
const QUEUE_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 8_000;
const TRANSACTION_TIMEOUT_MS = 10_000;

/**
 * Opens the database behind the one gate. Refuses a superuser, a role that bypasses row-level security and, unless
 * `allowOwner`, a role that owns tables or is the engine; and any but the `expectedRole`.
 */
export async function createDatabase(options: DatabaseOptions): Promise<Database> {
  const warn = (error: Error): void => options.logger?.warn({ err: error.message }, 'database connection broke');
  const connection: pg.PoolConfig = {
    connectionString: options.url,
    // The pool's word for both; the client's own says when a server counts as gone.
    connectionTimeoutMillis: QUEUE_TIMEOUT_MS,
    Client: QuickClient,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: TRANSACTION_TIMEOUT_MS * 2,
    keepAlive: true,
    allowExitOnIdle: true,
  };
  const pool = new pg.Pool({ ...connection, max: options.poolSize ?? 10 });
  const adapter = new PrismaPg(pool, { disposeExternalPool: true, onPoolError: warn, onConnectionError: warn });
  const prisma = new PrismaClient({ adapter });
  pool.on('error', warn);
  try {
    await refuseWrongRole(pool, { allowOwner: options.allowOwner ?? false, expectedRole: options.expectedRole });
  } catch (error) {
    await pool.end();
    throw mapDatabaseError(error);
  }
  return gate({ prisma, pool, copies: createCopyOut(connection), options });
}

class QuickClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    // The pool stops listening before the next user begins. What the server says in between must not end the process;
    // the connection is marked as broken all the same, and its next statement fails.
    this.on('error', () => undefined);
  }
}

interface Parts {
  prisma: PrismaClient;
  pool: pg.Pool;
  copies: CopyOut;
  options: DatabaseOptions;
}

function gate({ prisma, pool, copies, options }: Parts): Database {
  const timeouts = { maxWait: QUEUE_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS };
  return {
    async withActor(actor, fn) {
      try {
        return await prisma.$transaction(async (tx) => {
          await setActor(tx, actor);
          return fn(tx);
        }, timeouts);
      } catch (error) {
        throw mapDatabaseError(error);
      }
    },
    copyAs: (actor, query) => copies.open(actor, query),
    listen: (channels, onNotify, onGap) => listen({ ...options, channels, onNotify, onGap }),
    async ping() {
      try {
        await pool.query('SELECT 1');
      } catch (error) {
        throw mapDatabaseError(error);
      }
    },
    async close() {
      await copies.close();
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}
