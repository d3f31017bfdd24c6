import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../../domain/actor.js';
import type { Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
/** Sessions of the first patient and of the second one, both with the first doctor. */
let own: string;
let foreign: string;
/** A session of the second doctor. */
let elsewhere: string;
beforeAll(async () => {
  world = await openWorld();
  [own, foreign, elsewhere] = [await booked(0, 0), await booked(0, 1), await booked(1, 2)];
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function booked(doctor: 0 | 1, patient: 0 | 1 | 2): Promise<string> {
  const doctorId = world.clinic.doctors[doctor].id;
  const body = { doctorId, patientId: world.clinic.patients[patient].id, startsAt: await world.freshStart(doctorId) };
  const answer = await world
    .as('SECRETARY')
    .post('/sessions', { ...body, visitReason: 'Back pain', note: 'Ring first' });
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
}

const ROLES: Role[] = ['PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN'];
interface Page {
  items: { id: string }[];
  nextCursor: string | null;
}

async function statuses(path: () => string): Promise<Record<string, number>> {
  const pairs = await Promise.all(
    ROLES.map(async (role) => [role, (await world.as(role).get(path())).status] as const),
  );
  return Object.fromEntries(pairs);
}

/** Every item, read page by page. */
async function everything(caller: Caller, path: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body }: { body: Page } = await caller.get<Page>(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${query}`,
    );
    expect(body.items.length).toBeLessThanOrEqual(limit);
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return ids;
}

describe('who may read what', () => {
  const absent = crypto.randomUUID();
  const everybody = { PATIENT: 200, SECRETARY: 200, DOCTOR: 200, ADMIN: 200 };
  const hidden = { PATIENT: 403, SECRETARY: 404, DOCTOR: 403, ADMIN: 404 };
  const cases: [what: string, path: () => string, expected: Record<Role, number>][] = [
    ['me', () => '/auth/me', everybody],
    ['me, by its short name', () => '/me', everybody],
    ['doctors', () => '/doctors', everybody],
    ['a doctor', () => `/doctors/${world.clinic.doctors[1].id}`, everybody],
    ['an absent doctor', () => `/doctors/${absent}`, { PATIENT: 404, SECRETARY: 404, DOCTOR: 404, ADMIN: 404 }],
    ['inactive doctors', () => '/doctors?active=false', { ...everybody, PATIENT: 403 }],
    ['rooms', () => '/rooms', { ...everybody, PATIENT: 403 }],
    ['the policy', () => '/policy', { ...everybody, PATIENT: 403 }],
    ['patients', () => '/patients', { ...everybody, PATIENT: 403 }],
    ['an own patient', () => `/patients/${world.clinic.patients[0].id}`, everybody],
    [
      "a colleague's patient",
      () => `/patients/${world.clinic.patients[2].id}`,
      { ...everybody, PATIENT: 403, DOCTOR: 403 },
    ],
    ['an absent patient', () => `/patients/${absent}`, hidden],
    ['an own session', () => `/sessions/${own}`, everybody],
    ['a session of another patient', () => `/sessions/${foreign}`, { ...everybody, PATIENT: 403 }],
    ['a session of another doctor', () => `/sessions/${elsewhere}`, { ...everybody, PATIENT: 403, DOCTOR: 403 }],
    ['its history', () => `/sessions/${elsewhere}/history`, { ...everybody, PATIENT: 403, DOCTOR: 403 }],
    ['its messages', () => `/sessions/${elsewhere}/messages`, { ...everybody, PATIENT: 403, DOCTOR: 403 }],
    ['an absent session', () => `/sessions/${absent}`, hidden],
    ['its history', () => `/sessions/${absent}/history`, hidden],
    ['its messages', () => `/sessions/${absent}/messages`, hidden],
    ['a decision about it', () => `/sessions/${absent}/decisions/${absent}`, hidden],
    ['an id that is none', () => '/sessions/17', { PATIENT: 422, SECRETARY: 422, DOCTOR: 422, ADMIN: 422 }],
  ];
  it.each(cases)('%s', async (_what, path, expected) => {
    expect(await statuses(path)).toEqual(expected);
  });

  it('nobody reads without signing in', async () => {
    for (const [, path] of cases) expect((await world.nobody.get(path())).status).toBe(401);
  });
});

describe('sessions', () => {
  it('are listed as far as the caller may see them', async () => {
    const list = async (role: Role): Promise<string[]> => (await everything(world.as(role), '/sessions', 50)).sort();
    expect(await list('PATIENT')).toEqual([own]);
    expect(await list('DOCTOR')).toEqual([own, foreign].sort());
    expect(await list('SECRETARY')).toEqual([own, foreign, elsewhere].sort());
    expect(await list('ADMIN')).toEqual([own, foreign, elsewhere].sort());
  });

  it('show a patient neither the note nor contact data', async () => {
    const seen = (await world.as('PATIENT').get(`/sessions/${own}`)).body;
    expect(seen).toMatchObject({ visitReason: 'Back pain', note: null, allowedActions: ['cancel', 'move'] });
    expect(Object.keys(seen['patient'] as object).sort()).toEqual(['fullName', 'id']);
    const staff = (await world.as('DOCTOR').get(`/sessions/${own}`)).body;
    expect(staff).toMatchObject({ note: 'Ring first', allowedActions: ['approve', 'reject', 'cancel', 'move'] });
    expect(staff['patient']).toMatchObject({ phone: world.clinic.patients[0].phone });
  });

  it('are filtered and sorted', async () => {
    const admin = world.as('ADMIN');
    const ids = async (query: string): Promise<string[]> => everything(admin, `/sessions?${query}`, 2);
    const [doctor, colleague] = world.clinic.doctors;
    expect((await ids(`doctorId=${doctor.id}`)).sort()).toEqual([own, foreign].sort());
    expect((await ids(`doctorId=${doctor.id},${colleague.id}&status=PENDING,APPROVED`)).length).toBe(3);
    expect(await ids('status=CANCELLED')).toEqual([]);
    expect(await ids(`patientId=${world.clinic.patients[1].id}`)).toEqual([foreign]);
    expect(await ids(`search=${encodeURIComponent('maría')}`)).toEqual([elsewhere]);
    expect(await ids(`search=${encodeURIComponent('%')}`)).toEqual([]);
    expect(await ids('sort=createdAt')).toEqual([own, foreign, elsewhere]);
    expect(await ids('sort=-createdAt')).toEqual([elsewhere, foreign, own]);
    expect(await ids('sort=-startsAt')).toEqual([...(await ids('sort=startsAt'))].reverse());
    const day = String((await admin.get(`/sessions/${own}`)).body['startsAt']).slice(0, 10);
    expect(await ids(`from=${day}`)).toContain(own);
    expect(await ids(`to=${day}`)).not.toContain(own);
    const room = (await admin.get<{ room: { id: string } }>(`/sessions/${own}`)).body.room.id;
    expect(await ids(`roomId=${room}`)).toContain(own);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'status=NEW', 'sort=code', 'from=tomorrow', 'doctorId=1'])(
    'refuse ?%s',
    async (query) => {
      const answer = await world.as('ADMIN').get(`/sessions?${query}`);
      expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    },
  );

  it('refuse cursors that were made up', async () => {
    const made = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');
    for (const position of [['x', 'y'], ['1 January', own], ['a\0', own], ['\ud800', own], [own], {}, 7, null]) {
      for (const path of ['/sessions', '/patients', '/doctors', '/rooms', `/sessions/${own}/history`]) {
        const { status } = await world.as('ADMIN').get(`${path}?cursor=${made(position)}`);
        expect([path, position, status < 500]).toEqual([path, position, true]);
      }
    }
  });

  it('have a history by pages', async () => {
    await world.as('DOCTOR').post(`/sessions/${own}/approve`);
    const page = await world
      .as('ADMIN')
      .get<{ items: { kind: string }[]; nextCursor: string }>(`/sessions/${own}/history?limit=1`);
    expect(page.body.items).toMatchObject([{ kind: 'BOOKED' }]);
    const next = await world.as('ADMIN').get(`/sessions/${own}/history?limit=1&cursor=${page.body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ kind: 'APPROVED' }], nextCursor: null });
  });
});

describe('reading patient data', () => {
  it('by staff is audited, by the patient it is not', async () => {
    const reads = async (): Promise<number> =>
      Number((await world.sql<{ n: string }>(`SELECT count(*) AS n FROM audit_entries WHERE action = 'read'`))[0]?.n);
    const before = await reads();
    await world.as('PATIENT').get(`/sessions/${own}`);
    await world.as('PATIENT').get(`/patients/${world.clinic.patients[0].id}`);
    expect(await reads()).toBe(before);
    await world.as('DOCTOR').get(`/sessions/${own}`);
    await world.as('SECRETARY').get(`/patients/${world.clinic.patients[0].id}`);
    await world.as('SECRETARY').get('/patients?search=sara');
    await world.as('ADMIN').get('/sessions');
    expect(await reads()).toBe(before + 4);
  });
});

describe('patients', () => {
  it('are found by name, email and phone', async () => {
    const [sara] = world.clinic.patients;
    for (const search of ['sara', sara.email.toUpperCase(), sara.phone.slice(3)]) {
      const { body } = await world.as('SECRETARY').get<Page>(`/patients?search=${encodeURIComponent(search)}`);
      expect(body.items.map(({ id }) => id)).toEqual([sara.id]);
    }
    expect((await everything(world.as('SECRETARY'), '/patients', 1)).length).toBe(3);
    expect((await everything(world.as('DOCTOR'), '/patients', 50)).length).toBe(2);
  });
});
