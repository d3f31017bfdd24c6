import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BOT } from '../../support/api-context.js';
import { bearer, createCaller, type Answer, type Caller } from './caller.js';
import { openUsersWorld, PASSWORD, type Account, type Member, type UsersWorld } from './users-world.js';

let world: UsersWorld;
let admin: Caller;
beforeAll(async () => {
  world = await openUsersWorld();
  admin = world.admin;
});
beforeEach(async () => {
  await world.sql('DELETE FROM sign_in_attempts');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const invited = (role: string, more?: object): Promise<Account> => world.invited(role, more);
const accept = (email: string, password?: string): Promise<Answer> => world.accept(email, password);
const member = (role: string): Promise<Member> => world.member(role);
const set = (id: string, change: object): Promise<Answer> => world.set(id, change);

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
