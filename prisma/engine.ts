import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm';
import { createEngineAdapter } from './engine-adapter.js';

const here = fileURLToPath(new URL('.', import.meta.url));
export const schemaDirectory = join(here, 'schema');
const migrationsDirectory = join(here, 'migrations');

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

/** The bindings keep one instance for the whole process; a second one would corrupt the first. */
let loading: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(await readFile(script.replace(/\.js$/, '.wasm')));
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': withIdleTimers(bindings) });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return bindings;
}

/** The engine leaves a timer of its own behind after each lock that it takes: none may keep the process alive. */
function withIdleTimers(bindings: Bindings): Record<string, unknown> {
  const imports: Record<string, unknown> = { ...bindings };
  for (const [name, value] of Object.entries(imports)) {
    if (!name.startsWith('__wbg_setTimeout_')) continue;
    const setTimer = value as (fn: () => void, ms: number) => NodeJS.Timeout;
    imports[name] = (fn: () => void, ms: number) => setTimer(fn, ms).unref();
  }
  return imports;
}

export interface EngineSession {
  engine: SchemaEngine;
  close(): Promise<void>;
}

/** Prisma's own migration engine as WebAssembly, connected to `url`. */
export async function openSchemaEngine(url: string): Promise<EngineSession> {
  const bindings = await (loading ??= loadBindings());
  const { factory, close } = createEngineAdapter(url);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: (await readSchema()).files.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  return {
    engine,
    async close() {
      engine.free();
      await close();
    },
  };
}

/** The schema as the engine takes it. */
export async function readSchema(): Promise<SchemasContainer> {
  const names = (await readdir(schemaDirectory)).filter((name) => name.endsWith('.prisma')).sort();
  const files = names.map(async (name) => ({
    path: join(schemaDirectory, name),
    content: await readFile(join(schemaDirectory, name), 'utf8'),
  }));
  return { files: await Promise.all(files) };
}

/** The migrations as the engine takes them, oldest first. */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = names.map(async (path) => ({
    path,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: await readFile(join(migrationsDirectory, path, 'migration.sql'), 'utf8') },
    },
  }));
  return {
    baseDir: migrationsDirectory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsDirectory, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}
