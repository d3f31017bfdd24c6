import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabaseWorld, type Claim, type DatabaseWorld, type Login, type Rows } from './database-world.js';
import {
  DATABASE_TABLE,
  INSERTS,
  OWN_ROWS,
  PERSONS,
  VIEWERS,
  WRITABLE_COLUMNS,
  type DatabaseColumn,
  type Verb,
  type Viewer,
} from './database-table.js';
import { readTable } from './table.js';

let world: DatabaseWorld;
beforeAll(async () => {
  world = await openDatabaseWorld();
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const TABLES = readTable<DatabaseColumn>(DATABASE_TABLE);
const LOGINS: Login[] = ['app', 'worker'];
const SYSTEM: Claim = { id: '', role: 'SYSTEM' };

it('has a row for everything that holds or shows rows', async () => {
  const kept = await world.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')`,
  );
  expect(TABLES.map(([table]) => table).sort()).toEqual(kept.map(({ name }) => name).sort());
});

describe.each(TABLES)('%s', (table, cells) => {
  const select = `SELECT ctid::text FROM ${table}`;
  const idsOf = async (condition: string): Promise<string[]> =>
    (await world.rows<{ ctid: string }>(`${select} WHERE ${condition}`)).map(({ ctid }) => ctid).sort();

  /** The rows that a cell promises; own ones are some and not all, else they would prove nothing. */
  async function promised(cell: string, viewer: Viewer): Promise<Rows> {
    if (cell === '-') return '-';
    const [all, own] = [await idsOf('true'), await idsOf(OWN_ROWS[table]?.(world.me[viewer]) ?? 'false')];
    expect(all.length).toBeGreaterThan(0);
    if (cell === 'own') {
      expect([viewer, own.length > 0 && own.length < all.length]).toEqual([viewer, true]);
      return own;
    }
    return cell === 'all' ? all : [];
  }

  it('shows everybody what is theirs, and nothing to nobody', async () => {
    for (const viewer of VIEWERS) {
      const expected = await promised(cells[viewer], viewer);
      for (const login of LOGINS) {
        // The API's own bookkeeping is none of the worker's business.
        const closed = login === 'worker' && table === 'idempotency_keys';
        const seen = await world.attempt(login, world.claims[viewer], select);
        expect({ login, viewer, seen }).toEqual({ login, viewer, seen: closed ? '-' : expected });
      }
    }
  });

  it('obeys SYSTEM by the worker’s login only', async () => {
    expect(await world.attempt('worker', SYSTEM, select)).toEqual(await promised(cells.system, 'unset'));
    expect(await world.attempt('app', SYSTEM, select)).toEqual(await promised(cells.unset, 'unset'));
  });

  it('believes no claim that the tables do not confirm', async () => {
    const nothing = await promised(cells.unset, 'unset');
    for (const claim of impostors()) {
      for (const login of LOGINS) {
        const seen = await world.attempt(login, claim, select);
        expect({ login, claim, empty: seen === '-' || seen.length === 0 }).toEqual({ login, claim, empty: true });
        if (login === 'app') expect(seen).toEqual(nothing);
      }
    }
  });

  it.each(['insert', 'update', 'delete'] as const)('lets %s whom the table names', async (verb) => {
    for (const viewer of VIEWERS) {
      const expected = await writes(verb, viewer);
      const sql = statement(verb, viewer);
      expect({ viewer, n: await world.count('app', world.claims[viewer], sql) }).toEqual({ viewer, n: expected });
      expect(await world.count('worker', world.claims[viewer], sql)).toBe('-');
    }
    expect(await world.count('worker', SYSTEM, statement(verb, 'unset'))).toBe('-');
    expect(await world.count('app', SYSTEM, statement(verb, 'unset'))).toBe(await writes(verb, 'unset'));
  });

  /** Rows that a statement writes: one that is put in, those seen by whoever may, none by whoever may not. */
  async function writes(verb: Verb, viewer: Viewer): Promise<number | '-'> {
    if (cells[verb] === '-') return '-';
    const writers = cells[verb] === 'everybody' ? PERSONS : cells[verb].split(' ');
    const may = writers.some((writer) => writer === viewer);
    if (verb === 'insert') return may ? 1 : '-';
    return may ? (await promised(cells[viewer], viewer)).length : 0;
  }

  function statement(verb: Verb, viewer: Viewer): string {
    const column = WRITABLE_COLUMNS[table]?.[0] ?? firstColumn.get(table) ?? '';
    switch (verb) {
      case 'insert':
        return INSERTS[table]?.(world.me[viewer].userId) ?? `INSERT INTO ${table} DEFAULT VALUES`;
      case 'update':
        return `UPDATE ${table} SET ${column} = ${column}`;
      case 'delete':
        return `DELETE FROM ${table}`;
    }
  }

  it('lets nobody write another column, nor empty, lock or copy it', async () => {
    const columns = await world.rows<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    const open = cells.update === '-' ? [] : (WRITABLE_COLUMNS[table] ?? columns.map(({ name }) => name));
    const closed = columns.filter(({ name }) => !open.includes(name));
    const statements = [
      ...closed.map(({ name }) => `UPDATE ${table} SET ${name} = ${name}`),
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
      `COPY ${table} TO PROGRAM 'cat'`,
    ];
    for (const sql of statements) {
      for (const login of LOGINS)
        expect({ sql, answer: await world.count(login, world.claims.admin, sql) }).toEqual({ sql, answer: '-' });
    }
  });
});

const firstColumn = new Map<string, string>();
beforeAll(async () => {
  const found = await world.rows<{ table: string; column: string }>(
    `SELECT attrelid::regclass::text AS table, attname AS column FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND attnum = 1`,
  );
  for (const { table, column } of found) firstColumn.set(table, column);
});

/** Roles that are claimed for somebody else, for nobody, or in other words. */
function impostors(): Claim[] {
  const { patients, admin, doctors } = world.clinic;
  return [
    ...['ADMIN', 'SECRETARY', 'DOCTOR'].map((role) => ({ id: patients[0].userId, role })),
    ...['PATIENT', 'SECRETARY', 'DOCTOR'].map((role) => ({ id: admin.userId, role })),
    ...['ADMIN', 'SECRETARY', 'DOCTOR', 'PATIENT', 'admin', 'clinic_owner', ''].map((role) => ({ id: '', role })),
    { id: admin.userId, role: '' },
    { id: admin.userId, role: 'admin' },
    // Ids of records that are not accounts.
    { id: patients[0].id, role: 'PATIENT' },
    { id: patients[1].id, role: 'PATIENT' },
    { id: doctors[0].id, role: 'DOCTOR' },
    { id: patients[0].id, role: 'PATIENT', channel: 'SMS' },
  ];
}

describe('the logins', () => {
  it.each(LOGINS)('%s becomes nobody else and switches nothing off', async (login) => {
    const roles = ['clinic_owner', 'clinic_engine', login === 'app' ? 'clinic_worker' : 'clinic_app', 'postgres'];
    for (const role of roles) {
      expect(await world.count(login, null, `SET LOCAL ROLE ${role}`)).toBe('-');
      expect(await world.count(login, null, `SET LOCAL SESSION AUTHORIZATION ${role}`)).toBe('-');
    }
    expect(await world.count(login, null, 'CREATE TABLE public.mine (id int)')).toBe('-');
    expect(await world.count(login, null, 'CREATE SCHEMA mine')).toBe('-');
    expect(await world.count(login, null, "SELECT pg_read_file('/etc/passwd')")).toBe('-');
  });

  it('see nothing more for an account that was disabled', async () => {
    const { secretary } = world.clinic;
    const set = (status: string) =>
      world.rows('UPDATE users SET status = $2 WHERE id = $1', [secretary.userId, status]);
    await set('DISABLED');
    for (const [table, cells] of TABLES.filter(([, { secretary: cell }]) => cell !== '-')) {
      const seen = await world.count('app', world.claims.secretary, `SELECT 1 FROM ${table}`);
      expect({ table, cells: cells.secretary, seen }).toEqual({ table, cells: cells.secretary, seen: 0 });
    }
    await set('ACTIVE');
  });
});
