import pg from 'pg';
import { openSchemaEngine, readMigrations, readSchema, schemaDirectory } from './engine.js';

export interface MigrateOptions {
  ownerUrl: string;
  onProgress?: (line: string) => void;
}

const NO_FILTER = { externalTables: [], externalEnums: [] };

/** Applies what is missing, in order, and records it in Prisma's own table; two at once wait for each other. */
export async function migrate({ ownerUrl, onProgress }: MigrateOptions): Promise<{ applied: string[] }> {
  const lock = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock(hashtext('clinic/migrate'))");
    const session = await openSchemaEngine(ownerUrl);
    try {
      const migrationsList = await readMigrations();
      onProgress?.(`${migrationsList.migrationDirectories.length} migrations known`);
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
