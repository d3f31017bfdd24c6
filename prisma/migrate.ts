import { createHash } from 'node:crypto';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { openSchemaEngine, readMigrations, readSchema, schemaDirectory } from './engine.js';

export interface MigrateOptions {
  ownerUrl: string;
  onProgress?: (line: string) => void;
}

const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Applies what is missing, in order, and records it in Prisma's own table; two at once wait for each other. Throws
 * `RewrittenMigration` where the code and the database do not speak of the same migrations.
 */
export async function migrate({ ownerUrl, onProgress }: MigrateOptions): Promise<{ applied: string[] }> {
  const lock = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock(hashtext('clinic/migrate'))");
    const session = await openSchemaEngine(ownerUrl);
    try {
      const migrationsList = await readMigrations();
      onProgress?.(`${migrationsList.migrationDirectories.length} migrations known`);
      refuseRewritten(migrationsList, await appliedChecksums(lock));
      const { appliedMigrationNames } = await session.engine.applyMigrations({ migrationsList, filters: NO_FILTER });
      for (const name of appliedMigrationNames) onProgress?.(`applied ${name}`);
      return { applied: appliedMigrationNames };
    } finally {
      await session.close();
    }
  } finally {
    await lock.end();
  }
}

/** A migration in the code is not the one that this database was made with, so what is there cannot be known. */
export class RewrittenMigration extends Error {
  constructor(readonly migration: string) {
    super(
      `The database was made with another version of the migration ${migration} than the one in prisma/migrations.`,
    );
    this.name = 'RewrittenMigration';
  }
}

async function appliedChecksums(client: pg.Client): Promise<Map<string, string>> {
  const { rows: tables } = await client.query("SELECT 1 WHERE to_regclass('public._prisma_migrations') IS NOT NULL");
  if (tables.length === 0) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** Prisma's checksum of a migration is the SHA-256 of its script. */
function refuseRewritten({ migrationDirectories }: MigrationList, applied: Map<string, string>): void {
  for (const { path, migrationFile } of migrationDirectories) {
    const recorded = applied.get(path);
    if (recorded === undefined || migrationFile.content.tag !== 'ok') continue;
    const present = createHash('sha256').update(migrationFile.content.value).digest('hex');
    if (present !== recorded) throw new RewrittenMigration(path);
  }
}

/** What the migrated database and schema/*.prisma disagree about, in words; null when they agree. */
export async function findDrift(ownerUrl: string): Promise<string | null> {
  const session = await openSchemaEngine(ownerUrl);
  try {
    const schema = await readSchema();
    const { exitCode, stdout } = await session.engine.diff({
      from: { tag: 'schemaDatasource', ...schema, configDir: schemaDirectory },
      to: { tag: 'schemaDatamodel', ...schema },
      script: false,
      exitCode: true,
      filters: NO_FILTER,
    });
    return exitCode === 0 ? null : (stdout ?? 'The database differs from the schema.');
  } finally {
    await session.close();
  }
}
