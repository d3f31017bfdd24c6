import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../support/wait-for.js';
import { adminHeaders, copyBackends, firstPart, many, parseCsv } from './export-desk.js';
import { openWorld, type World } from './world.js';

let world: World;
let id: string;
beforeAll(async () => {
  world = await openWorld();
  const doctorId = world.clinic.doctors[0].id;
  const body = { doctorId, patientId: world.clinic.patients[2].id, startsAt: await world.freshStart(doctorId) };
  id = String((await world.as('SECRETARY').post('/sessions', body)).body['id']);
  await world.sessions.idle();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const COLUMNS =
  'id,code,status,attendance,startsAt,endsAt,timeZone,doctor,patient,room,telehealth,createdAt,decidedAt,decidedBy,reason,overbooked';
const download = async (query = ''): Promise<string> => {
  const response = await fetch(`${world.origin}/api/v1/sessions/export.csv${query}`, {
    headers: await adminHeaders(world),
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer()).toString('utf8');
};

describe('the export', () => {
  it('has the columns of the contract, whole lines, and the values of the list', async () => {
    const text = await download();
    expect(text.startsWith(`${COLUMNS}\r\n`)).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    const [row] = parseCsv(text);
    const { body } = await world.as('ADMIN').get(`/sessions/${id}`);
    expect(row).toMatchObject({
      ...{ id, code: body['code'], status: 'PENDING', attendance: 'UNKNOWN', startsAt: body['startsAt'] },
      ...{ endsAt: body['endsAt'], timeZone: 'Europe/Berlin', doctor: 'Dr Layla Haddad', patient: 'María Gómez' },
      ...{ room: 'Room 1', telehealth: 'false', createdAt: body['createdAt'], decidedAt: '', decidedBy: '' },
      ...{ reason: '', overbooked: 'false' },
    });
  });

  it('is a file for download, with a byte order mark for who asks for one', async () => {
    const answer = await world.as('ADMIN').get('/sessions/export.csv?bom=true');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="sessions-\d{4}-\d\d-\d\d\.csv"$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-total-count')).toBe('1');
    expect(await download('?bom=true')).toBe(`\ufeff${await download()}`);
  });

  it('makes text of what a spreadsheet would calculate, and keeps quotes, commas and lines', async () => {
    const words = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '＝1', 'a "b", c\nd', "'=1", '', 'x=1'];
    for (const word of words) {
      await world.sql('UPDATE sessions SET reason = $2 WHERE id = $1', [id, word]);
      await world.sql('UPDATE rooms SET name = $1 WHERE name NOT LIKE $2', [word.slice(0, 24) || 'x', 'Room 2']);
      const [row] = parseCsv(await download());
      const safe = /^[=+\-@\t\r\n＝]/.test(word) ? `'${word}` : word;
      expect([row?.['reason'], row?.['room']]).toEqual([safe, safe || 'x']);
    }
    await world.sql('UPDATE sessions SET reason = NULL');
  });

  it('has no rows and still its header where the filter has none', async () => {
    expect(await download('?status=NO_SHOW')).toBe(`${COLUMNS}\r\n`);
  });

  it('takes filters that are text as text', async () => {
    expect(await download(`?search=${encodeURIComponent("'; DROP TABLE sessions; --\\")}`)).toBe(`${COLUMNS}\r\n`);
    expect(parseCsv(await download(`?search=${encodeURIComponent('gómez')}`))).toHaveLength(1);
    const refused = await world.as('ADMIN').get('/sessions/export.csv?from=2027-01-02&to=2027-01-01');
    expect([refused.status, refused.body['code']]).toEqual([422, 'validation_failed']);
  });

  it('is on record before it begins, with what was asked for and without the words of a search', async () => {
    await download('?status=PENDING,APPROVED&search=Layla');
    const [entry] = await world.sql<{ actor_role: string; after: object }>(
      "SELECT actor_role, after FROM audit_entries WHERE action = 'export' ORDER BY id DESC LIMIT 1",
    );
    expect(entry).toMatchObject({
      actor_role: 'ADMIN',
      after: { rows: 1, filter: { status: ['PENDING', 'APPROVED'], searched: true } },
    });
    expect(JSON.stringify(entry)).not.toContain('Layla');
  });
});

describe('an export of many', () => {
  beforeAll(() => many(world, 40_000), 60_000);

  it.each(['', '&sort=-startsAt', '&sort=createdAt', '&sort=-createdAt&status=PENDING'])(
    'has the rows of the list in its order (%s)',
    async (query) => {
      const filter = `?search=B12${query}`;
      const listed: string[] = [];
      let cursor = '';
      do {
        const { body } = await world
          .as('ADMIN')
          .get<{ items: { id: string }[]; nextCursor: string | null }>(`/sessions${filter}&limit=200${cursor}`);
        listed.push(...body.items.map((item) => item.id));
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      expect(listed.length).toBeGreaterThan(100);
      expect(parseCsv(await download(filter)).map((row) => row['id'])).toEqual(listed);
    },
  );

  it('waits for a slow reader, ends with one who leaves, and lets go of its connection', async () => {
    const before = world.api.logs.length;
    const answer = await firstPart(world);
    await waitFor(async () => (await copyBackends(world)) === 1);
    answer.destroy();
    await waitFor(async () => (await copyBackends(world)) === 0, { describe: 'the end of the COPY' });
    expect(world.api.logs.slice(before)).toEqual([]);
    expect(parseCsv(await download())).toHaveLength(40_001);
  });

  it('breaks the connection off when the database fails in the middle, and says so once in the log', async () => {
    const before = world.api.logs.length;
    const answer = await firstPart(world);
    const ended = new Promise<string>((resolve) => {
      answer.on('end', () => resolve('end')).on('error', () => resolve('broken'));
    });
    await world.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY (%'");
    answer.resume();
    expect(await ended).toBe('broken');
    await waitFor(() => world.api.logs.length > before);
    const lines = world.api.logs.slice(before);
    expect(lines.map(({ fields }) => (fields as { operation: string }).operation)).toEqual(['exportSessions']);
    expect(parseCsv(await download())).toHaveLength(40_001);
  });

  it('lets two go at a time, and asks a third to come again', async () => {
    const two: IncomingMessage[] = [await firstPart(world), await firstPart(world)];
    const third = await world.as('ADMIN').get('/sessions/export.csv');
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '15']);
    expect((await world.as('ADMIN').get('/sessions')).status).toBe(200);
    for (const answer of two) answer.destroy();
    await waitFor(async () => (await copyBackends(world)) === 0);
  });

  it('sends only its headers to who asks for those', async () => {
    const headers = await adminHeaders(world);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${world.origin}/api/v1/sessions/export.csv`, { method: 'HEAD', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await waitFor(async () => (await copyBackends(world)) === 0);
  });
});
