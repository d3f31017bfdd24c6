import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** PostgreSQL's one-byte "char", which the adapter does not know, and the type as which it reads the same text. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Prisma's adapter, fit for migrating: scripts go to the server in one piece, where the stock adapter cuts them at every
 * semicolon and so breaks function bodies; and the catalogue's "char" columns can be read.
 */
export function createEngineAdapter(url: string): { factory: PrismaPg; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 5_000, allowExitOnIdle: true });
  const charColumns = new WeakMap<object, number[]>();
  readCharAsText(pool, charColumns);
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    adapter.executeScript = async (script) => {
      try {
        await pool.query(script);
      } catch (error) {
        throw readable(error);
      }
    };
    return adapter;
  };
  return { factory, close: () => pool.end() };
}

/** Lets "char" columns pass as text and remembers, by the rows that hold them, which ones they were. */
function readCharAsText(pool: pg.Pool, charColumns: WeakMap<object, number[]>): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    const found: number[] = [];
    (result.fields ?? []).forEach((field, index) => {
      if (field.dataTypeID !== CHAR_OID) return;
      field.dataTypeID = TEXT_OID;
      found.push(index);
    });
    if (found.length > 0) charColumns.set(result.rows, found);
    return result;
  }) as typeof pool.query;
}

/** An error in the form whose words the engine repeats. */
function readable(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = 'XX000', severity = 'ERROR', message, detail, column, hint, where } = error;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail: detail ?? where, column, hint });
}
