import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BOT } from '../../support/api-context.js';
import { mailsTo, newestToken } from './accounts-mailbox.js';
import { bearer, createCaller, type Answer, type Caller } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
let admin: Caller;
beforeAll(async () => {
  world = await openWorld();
  admin = world.as('ADMIN');
});
beforeEach(async () => {
  await world.sql('DELETE FROM sign_in_attempts');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const PASSWORD = 'seven Kites over Lagos';
let people = 0;

interface Account {
  id: string;
  email: string;
  doctorId: string | null;
  patientId: string | null;
}

async function invited(role: string, more: object = {}): Promise<Account> {
  people += 1;
  const email = `colleague${people}@clinic.example`;
  const answer = await admin.post<Account & Record<string, unknown>>('/users', {
    email,
    fullName: 'Rui Costa',
    role,
    ...more,
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

async function accept(email: string, password = PASSWORD): Promise<Answer> {
  return world.nobody.post('/auth/password/reset', { token: await newestToken(world, email, 'INVITATION'), password });
}

async function member(role: string): Promise<Account & { me: Caller; refreshToken: unknown; accessToken: string }> {
  const account = await invited(role);
  expect((await accept(account.email)).status).toBe(204);
  const { body } = await world.nobody.post('/auth/login', { email: account.email, password: PASSWORD });
  const accessToken = String(body['accessToken']);
  return { ...account, accessToken, me: bearer(world.origin, accessToken), refreshToken: body['refreshToken'] };
}

const set = (id: string, change: object): Promise<Answer> => admin.patch(`/users/${id}`, change);

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

describe('disabling', () => {
  it('takes effect on the next request, ends families and tokens, and is undone', async () => {
    const person = await member('SECRETARY');
    expect((await person.me.get('/me')).status).toBe(200);
    expect((await set(person.id, { status: 'DISABLED' })).body).toMatchObject({ status: 'DISABLED' });
    expect((await person.me.get('/me')).status).toBe(401);
    expect((await world.nobody.post('/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(401);
    const login = { email: person.email, password: PASSWORD };
    expect(await world.nobody.post('/auth/login', login)).toMatchObject({
      status: 403,
      body: { code: 'account_disabled' },
    });
    expect((await set(person.id, { status: 'ACTIVE' })).status).toBe(200);
    expect((await person.me.get('/me')).status).toBe(401);
    expect((await world.nobody.post('/auth/refresh', { refreshToken: person.refreshToken })).status).toBe(401);
    expect((await world.nobody.post('/auth/login', login)).status).toBe(200);
  });

  it('ends an invitation that is under way', async () => {
    const account = await invited('SECRETARY');
    await set(account.id, { status: 'DISABLED' });
    expect((await accept(account.email)).status).toBe(422);
  });

  it('reaches delegated tokens and takes the doctor out of use', async () => {
    const [, doctor] = world.clinic.doctors;
    const basic = Buffer.from(`${BOT.id}:${BOT.secret}`).toString('base64');
    const bot = createCaller(world.origin, { authorization: `Basic ${basic}` });
    const wish = { channel: 'SLACK', subject: doctor.slackUserId, operation: 'listSessions' };
    const minted = await bot.post('/auth/chat/token', wish);
    const delegated = bearer(world.origin, String(minted.body['accessToken']));
    expect((await delegated.get('/sessions')).status).toBe(200);
    await set(doctor.userId, { status: 'DISABLED' });
    expect((await delegated.get('/sessions')).status).toBe(401);
    expect(await bot.post('/auth/chat/token', wish)).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    expect((await admin.get(`/doctors/${doctor.id}`)).body).toMatchObject({ active: false });
    await set(doctor.userId, { status: 'ACTIVE' });
    expect((await admin.get(`/doctors/${doctor.id}`)).body).toMatchObject({ active: true });
    expect((await delegated.get('/sessions')).status).toBe(401);
  });
});

describe('another role', () => {
  it('counts from the next request on: the old token ends, a refresh brings the new role', async () => {
    const person = await member('SECRETARY');
    expect((await person.me.get('/patients')).status).toBe(200);
    expect((await set(person.id, { role: 'DOCTOR' })).body).toMatchObject({
      role: 'DOCTOR',
      doctorId: expect.any(String),
    });
    expect((await person.me.get('/patients')).status).toBe(401);
    const refreshed = await world.nobody.post('/auth/refresh', { refreshToken: person.refreshToken });
    expect(refreshed.body['user']).toMatchObject({ role: 'DOCTOR' });
  });

  it('keeps the doctor’s profile and revives it', async () => {
    const { id, doctorId } = await invited('DOCTOR', { specialty: 'Cardiology' });
    const profile = async () => (await admin.get(`/doctors/${doctorId ?? ''}`)).body;
    expect((await set(id, { role: 'ADMIN' })).body).toMatchObject({ role: 'ADMIN', doctorId });
    expect(await profile()).toMatchObject({ active: false });
    expect((await set(id, { role: 'DOCTOR' })).body).toMatchObject({ doctorId });
    expect(await profile()).toMatchObject({ active: true, specialty: 'Cardiology' });
  });

  it('gives a patient a record, and is audited with before and after', async () => {
    const { id } = await invited('SECRETARY');
    expect((await set(id, { role: 'PATIENT' })).body).toMatchObject({ patientId: expect.any(String) });
    const [entry] = await world.sql(
      "SELECT actor_id, action, before, after FROM audit_entries WHERE entity = 'user' AND entity_id = $1 ORDER BY id DESC LIMIT 1",
      [id],
    );
    expect(entry).toEqual({
      actor_id: world.clinic.admin.userId,
      action: 'update',
      before: { role: 'SECRETARY', version: 1 },
      after: { role: 'PATIENT', version: 2 },
    });
  });

  it('or a name or a phone leaves the person signed in, and 404 is told for nobody', async () => {
    const person = await member('SECRETARY');
    expect(
      (await set(person.id, { fullName: 'Rui Costa Lima', phone: '+15551230000', role: 'SECRETARY' })).body,
    ).toMatchObject({
      fullName: 'Rui Costa Lima',
      phone: '+15551230000',
    });
    expect((await person.me.get('/me')).status).toBe(200);
    expect((await set(crypto.randomUUID(), { role: 'ADMIN' })).status).toBe(404);
    expect((await admin.get(`/users/${crypto.randomUUID()}`)).status).toBe(404);
    expect((await set(person.id, { email: 'other@clinic.example' })).status).toBe(422);
  });
});

describe('the last active admin', () => {
  it('can be neither disabled nor demoted, whoever else was merely invited', async () => {
    const { userId } = world.clinic.admin;
    await world.sql("UPDATE users SET role = 'SECRETARY' WHERE role = 'ADMIN' AND id <> $1", [userId]);
    await invited('ADMIN');
    for (const change of [{ status: 'DISABLED' }, { role: 'DOCTOR' }, { role: 'PATIENT', status: 'DISABLED' }])
      expect(await set(userId, change)).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect((await admin.get('/me')).body).toMatchObject({ role: 'ADMIN', status: 'ACTIVE' });
  });

  it('may step back while another stays, and is told so', async () => {
    for (const change of [{ role: 'DOCTOR' }, { status: 'DISABLED' }]) {
      const person = await member('ADMIN');
      const answer = await person.me.patch(`/users/${person.id}`, change, 'step-back');
      expect(answer).toMatchObject({ status: 200, body: { id: person.id, ...change } });
      expect((await person.me.get('/users')).status).toBe(401);
      expect((await admin.get(`/users/${person.id}`)).body).toEqual(answer.body);
    }
  });

  it('is left when two demote or disable each other at the same moment', async () => {
    for (const change of [{ role: 'SECRETARY' }, { status: 'DISABLED' }]) {
      await world.sql("UPDATE users SET role = 'SECRETARY' WHERE role = 'ADMIN' AND id <> $1", [
        world.clinic.admin.userId,
      ]);
      const [one, two] = [await member('ADMIN'), await member('ADMIN')];
      await world.sql("UPDATE users SET role = 'SECRETARY' WHERE role = 'ADMIN' AND id NOT IN ($1, $2)", [
        one.id,
        two.id,
      ]);
      const answers = await Promise.all([
        one.me.patch(`/users/${two.id}`, change),
        two.me.patch(`/users/${one.id}`, change),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect([401, 403, 409]).toContain(answers.find(({ status }) => status !== 200)?.status);
      expect(
        await world.sql("SELECT count(*)::int AS n FROM users WHERE role = 'ADMIN' AND status = 'ACTIVE'"),
      ).toEqual([{ n: 1 }]);
      await world.sql("UPDATE users SET role = 'ADMIN' WHERE id = $1", [world.clinic.admin.userId]);
    }
  });
});

describe('a locked account', () => {
  it('is shown to admins and let in again by them, as an event of the audit', async () => {
    await world.sql('UPDATE policy SET lockout_threshold = 3');
    const person = await member('SECRETARY');
    const login = (password: string) => world.nobody.post('/auth/login', { email: person.email, password });
    expect((await admin.get(`/users/${person.id}`)).body['lockedUntil']).toBeNull();
    for (let failure = 0; failure < 3; failure += 1) await login('wrong');
    expect((await login(PASSWORD)).status).toBe(423);
    const { lockedUntil } = (await admin.get<{ lockedUntil: string }>(`/users/${person.id}`)).body;
    expect(Date.parse(lockedUntil)).toBeGreaterThan(Date.now() + 60_000);
    expect((await person.me.get('/me')).body['lockedUntil']).toBeNull();
    const unlocked = await admin.post(`/users/${person.id}/unlock`, undefined, 'unlock-1');
    expect(unlocked).toMatchObject({ status: 200, body: { lockedUntil: null } });
    expect((await login(PASSWORD)).status).toBe(200);
    const events = await world.sql(
      "SELECT actor_id FROM audit_entries WHERE entity = 'auth' AND entity_id = $1 AND action = 'unlocked'",
      [person.id],
    );
    expect(events).toEqual([{ actor_id: world.clinic.admin.userId }]);
    expect((await admin.post(`/users/${crypto.randomUUID()}/unlock`)).status).toBe(404);
    await world.sql('UPDATE policy SET lockout_threshold = 100');
  });
});
