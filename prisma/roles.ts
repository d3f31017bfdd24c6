import pg from 'pg';

export interface RolePasswords {
  owner: string;
  app: string;
  worker: string;
}

export interface BootstrapOptions {
  superuserUrl: string;
  database: string;
  passwords: RolePasswords;
}

/**
 * The four roles. `clinic_owner` owns the tables and migrates; `clinic_engine` owns the write functions and cannot sign
 * in; `clinic_app` and `clinic_worker` own nothing. Nobody bypasses row-level security.
 */
export const ROLE_NAMES = {
  owner: 'clinic_owner',
  engine: 'clinic_engine',
  app: 'clinic_app',
  worker: 'clinic_worker',
} as const;

/** Makes the roles and the database where they are missing, and sets passwords and rights; safe to repeat. */
export async function bootstrapRoles({ superuserUrl, database, passwords }: BootstrapOptions): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    // Two starts at once would both find the roles missing.
    await client.query("SELECT pg_advisory_lock(hashtext('clinic/bootstrap'))");
    await ensureRole(client, ROLE_NAMES.owner, passwords.owner);
    await ensureRole(client, ROLE_NAMES.engine, null);
    await ensureRole(client, ROLE_NAMES.app, passwords.app);
    await ensureRole(client, ROLE_NAMES.worker, passwords.worker);
    await client.query('GRANT clinic_engine TO clinic_owner WITH INHERIT FALSE, SET TRUE');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    const name = pg.escapeIdentifier(database);
    if (!rowCount) await client.query(`CREATE DATABASE ${name} OWNER clinic_owner ENCODING 'UTF8' TEMPLATE template0`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO clinic_app, clinic_worker`);
  });
  await withClient(urlFor(superuserUrl, { database }), async (client) => {
    await client.query('ALTER SCHEMA public OWNER TO clinic_owner');
    await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  });
}

/** The same server with another database or login. */
export function urlFor(url: string, change: { database?: string; user?: string; password?: string }): string {
  const changed = new URL(url);
  if (change.database !== undefined) changed.pathname = `/${encodeURIComponent(change.database)}`;
  if (change.user !== undefined) changed.username = encodeURIComponent(change.user);
  if (change.password !== undefined) changed.password = encodeURIComponent(change.password);
  return changed.toString();
}

async function ensureRole(client: pg.Client, role: string, password: string | null): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount) await client.query(`CREATE ROLE ${role}`);
  const login = password === null ? 'NOLOGIN PASSWORD NULL' : `LOGIN PASSWORD ${pg.escapeLiteral(password)}`;
  await client.query(`ALTER ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION ${login}`);
  await client.query(`ALTER ROLE ${role} SET search_path = public`);
}

async function withClient(url: string, fn: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await fn(client);
  } finally {
    await client.end();
  }
}
