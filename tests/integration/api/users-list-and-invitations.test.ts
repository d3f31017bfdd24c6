import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mailsTo } from './accounts-mailbox.js';
import type { Answer, Caller } from './caller.js';
import { openUsersWorld, PASSWORD, type Account, type UsersWorld } from './users-world.js';

let world: UsersWorld;
let admin: Caller;
beforeAll(async () => {
  world = await openUsersWorld();
  admin = world.admin;
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const invited = (role: string, more?: object): Promise<Account> => world.invited(role, more);
const accept = (email: string, password?: string): Promise<Answer> => world.accept(email, password);

describe('the list', () => {
  it('finds by name and address, filters, pages, and is for admins', async () => {
    const account = await invited('SECRETARY', { fullName: 'Zacarias 100% Unusual' });
    const find = async (query: string) =>
      (await admin.get<{ items: Account[]; nextCursor: string | null }>(`/users?${query}`)).body;
    for (const search of ['100%25', 'zacarias', account.email.toUpperCase()])
      expect((await find(`search=${search}`)).items.map(({ id }) => id)).toEqual([account.id]);
    expect((await find('search=_nobody_')).items).toEqual([]);
    const doctors = await find('role=DOCTOR,ADMIN&status=ACTIVE');
    expect(doctors.items).toHaveLength(3);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await find(`limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength((await find('limit=200')).items.length);
    for (const role of ['PATIENT', 'DOCTOR', 'SECRETARY'] as const) {
      for (const [method, path] of [
        ['GET', '/users'],
        ['GET', `/users/${account.id}`],
        ['PATCH', `/users/${account.id}`],
      ] as const)
        expect((await world.as(role).ask(method, path, { body: method === 'GET' ? undefined : {} })).status).toBe(403);
      expect((await world.as(role).post('/users', {})).status).toBe(403);
      expect((await world.as(role).post(`/users/${account.id}/unlock`)).status).toBe(403);
    }
    expect((await admin.get('/users?role=GOD')).status).toBe(422);
    expect((await admin.get('/users?cursor=x')).status).toBe(422);
  });
});

describe('an invitation', () => {
  it('lets the person set a password, once; nobody can sign in before', async () => {
    const account = await invited('SECRETARY');
    expect(account).toMatchObject({ status: 'ACTIVE', emailVerified: false, doctorId: null, patientId: null });
    expect((await world.nobody.post('/auth/login', { email: account.email, password: PASSWORD })).status).toBe(401);
    const [mail] = await mailsTo(world, account.email);
    expect(mail?.kind).toBe('INVITATION');
    expect(world.mailed).toContain(mail?.id);
    expect(await accept(account.email, 'rui costa')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/password' }] },
    });
    expect((await accept(account.email)).status).toBe(204);
    expect((await accept(account.email)).status).toBe(422);
    expect(await mailsTo(world, account.email)).toHaveLength(1);
    const me = await world.signIn(account.email, PASSWORD);
    expect((await me.get('/me')).body).toMatchObject({ role: 'SECRETARY', emailVerified: true });
    const [life] = await world.sql(
      "SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM account_tokens WHERE user_id = $1 AND purpose = 'INVITATION'",
      [account.id],
    );
    expect(life).toEqual({ seconds: 72 * 3_600 });
  });

  it('makes a doctor’s profile with a speciality, a patient’s record, or neither', async () => {
    const doctor = await invited('DOCTOR', { specialty: 'Cardiology', timeZone: 'Europe/Lisbon' });
    expect((await admin.get(`/doctors/${doctor.doctorId ?? ''}`)).body).toMatchObject({
      userId: doctor.id,
      fullName: 'Rui Costa',
      specialty: 'Cardiology',
      timeZone: 'Europe/Lisbon',
      active: true,
    });
    expect((await invited('PATIENT')).patientId).toEqual(expect.any(String));
    const wrong = { email: 'x@clinic.example', fullName: 'X', role: 'ADMIN', specialty: 'Cardiology' };
    expect(await admin.post('/users', wrong)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/specialty' }] },
    });
  });

  it('of a patient whom the desk knows awaits the proof of the address', async () => {
    const known = await world.as('SECRETARY').post('/patients', { fullName: 'Eva Ros', email: 'eva.ros@mail.example' });
    const made = await admin.post<Account & Record<string, unknown>>('/users', {
      email: 'eva.ros@mail.example',
      fullName: 'Eva Ros',
      role: 'PATIENT',
    });
    expect(made.body.patientId).toBeNull();
    expect((await accept('eva.ros@mail.example')).status).toBe(204);
    expect((await admin.get(`/users/${made.body.id}`)).body).toMatchObject({ patientId: known.body['id'] });
  });

  it('is not made twice: not for one key, and not for one address', async () => {
    const person = { email: 'Twice@clinic.example', fullName: 'Two Times', role: 'SECRETARY' };
    const first = await admin.post('/users', person, 'user-1');
    expect((await admin.post('/users', person, 'user-1')).body).toEqual(first.body);
    expect(await admin.post('/users', person)).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    expect(await mailsTo(world, 'twice@clinic.example')).toHaveLength(1);
  });
});
