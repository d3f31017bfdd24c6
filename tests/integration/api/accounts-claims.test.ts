import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newestToken, NEW_PASSWORD, stranger } from './accounts-mailbox.js';
import type { Answer } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1000');
});
beforeEach(async () => {
  await world.sql('UPDATE policy SET lockout_threshold = 100');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const register = (person: object): Promise<Answer> => world.nobody.post('/auth/register', person);
const verify = (token: string, password?: string): Promise<Answer> =>
  world.nobody.post('/auth/verify-email', { token, ...(password === undefined ? {} : { password }) });
const mailed = (email: string): Promise<string> => newestToken(world, email, 'VERIFY_EMAIL');

/** By the button in a mail that was asked for. */
async function reset(email: string): Promise<Answer> {
  await world.nobody.post('/auth/password/forgot', { email });
  const token = await newestToken(world, email, 'RESET_PASSWORD');
  return world.nobody.post('/auth/password/reset', { token, password: NEW_PASSWORD });
}

/** A record as the desk makes it; its id. */
async function recordFor(email: string, fullName = 'Ines Duarte'): Promise<string> {
  const made = await world.as('SECRETARY').post('/patients', { fullName, email, phone: '+15557770001' });
  expect(made.status).toBe(201);
  return String(made.body['id']);
}

describe('a record that the desk made', () => {
  it('is claimed by the proof of its address and the password, and not a glimpse of it before', async () => {
    const person = stranger({ fullName: 'I. Duarte' });
    const recordId = await recordFor(person.email.toUpperCase());
    const startsAt = await world.freshStart(world.clinic.doctors[0].id);
    const booking = { doctorId: world.clinic.doctors[0].id, patientId: recordId, startsAt };
    const booked = await world.as('SECRETARY').post('/sessions', booking, crypto.randomUUID());
    expect(booked.status).toBe(201);
    const answer = await register(person);
    expect(answer.body['user']).toMatchObject({ patientId: null, phone: null });

    const me = await world.signIn(person.email, person.password);
    const sessionId = String(booked.body['id']);
    expect((await me.get<{ items: unknown[] }>('/sessions')).body.items).toEqual([]);
    for (const path of [
      `/patients/${recordId}`,
      `/sessions/${sessionId}`,
      `/sessions/${sessionId}/history`,
      '/patients',
    ])
      expect([path, (await me.get(path)).status]).toEqual([path, 403]);
    expect((await me.post('/sessions', booking, crypto.randomUUID())).status).toBe(403);
    expect((await me.post(`/sessions/${sessionId}/cancel`, {}, crypto.randomUUID())).status).toBe(403);
    expect(await me.patch('/me', { consent: true })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/consent' }] },
    });
    expect(JSON.stringify((await me.get('/me')).body)).not.toContain('+1555777');

    const verified = await verify(await mailed(person.email), person.password);
    expect(verified.body['user']).toMatchObject({ patientId: recordId, phone: '+15557770001' });
    expect((await me.get<{ items: { id: string }[] }>('/sessions')).body.items.map(({ id }) => id)).toEqual([
      sessionId,
    ]);
    expect((await me.get(`/patients/${recordId}`)).body).toMatchObject({ fullName: 'Ines Duarte' });
  });

  it('is the one of the same name where several have the address; where none has it, a new one is made', async () => {
    const person = stranger({ fullName: 'ana duarte ' });
    await recordFor(person.email, 'Ines Duarte');
    const anas = await recordFor(person.email, 'Ana Duarte');
    await register(person);
    const named = await verify(await mailed(person.email), person.password);
    expect(named.body['user']).toMatchObject({ patientId: anas });

    const other = stranger({ fullName: 'Zoe Duarte' });
    const taken = [await recordFor(other.email, 'Ines Duarte'), await recordFor(other.email, 'Ana Duarte')];
    await register(other);
    const fresh = await verify(await mailed(other.email), other.password);
    const { patientId } = fresh.body['user'] as { patientId: string };
    expect(patientId).toEqual(expect.any(String));
    expect(taken).not.toContain(patientId);
  });

  it('is not claimed where the account has one already, nor twice', async () => {
    const person = stranger();
    const { body } = await register(person);
    const late = await recordFor(person.email);
    const verified = await verify(await mailed(person.email));
    expect(verified.body['user']).toMatchObject({ patientId: (body['user'] as { patientId: string }).patientId });
    expect(await world.sql('SELECT user_id FROM patients WHERE id = $1', [late])).toEqual([{ user_id: null }]);
  });

  it('gives no consent for a number that the person typed', async () => {
    const person = stranger({ phone: '+15557770200' });
    const made = await world.as('SECRETARY').post('/patients', { fullName: 'Ines Duarte', email: person.email });
    await world.sql('UPDATE patients SET sms_consent = true WHERE id = $1', [made.body['id']]);
    await register(person);
    await verify(await mailed(person.email), person.password);
    const row = await world.sql('SELECT phone, sms_consent, phone_verified_at FROM patients WHERE id = $1', [
      made.body['id'],
    ]);
    expect(row).toEqual([{ phone: '+15557770200', sms_consent: false, phone_verified_at: null }]);
  });
});

describe('whoever signs up with the address of somebody else', () => {
  const asked = {
    status: 422,
    body: {
      code: 'validation_failed',
      errors: [{ pointer: '/password', message: expect.stringMatching(/signed up with.*not you.*new password/) }],
    },
  };

  it('gets nothing of their record by their pressing the button: the mail says who reads it, not who signed up', async () => {
    const eva = { email: stranger().email, password: 'Eva has no password yet' };
    const recordId = await recordFor(eva.email, 'Eva Ros');
    const mallory = stranger({ email: eva.email, fullName: 'Eva Ros', phone: '+15557770666' });
    await register(mallory);
    const theirs = await world.signIn(mallory.email, mallory.password);
    const token = await mailed(eva.email);

    expect(await verify(token)).toMatchObject(asked);
    expect(await verify(token, eva.password)).toMatchObject(asked);
    expect((await theirs.get('/me')).body).toMatchObject({ patientId: null, emailVerified: false });
    expect((await theirs.get(`/patients/${recordId}`)).status).toBe(403);

    expect((await reset(eva.email)).status).toBe(204);
    expect((await theirs.get('/me')).status).toBe(401);
    const again = { email: mallory.email, password: mallory.password };
    expect((await world.nobody.post('/auth/login', again)).status).toBe(401);
    const owner = await world.signIn(eva.email, NEW_PASSWORD);
    expect((await owner.get('/me')).body).toMatchObject({ patientId: recordId, emailVerified: true });
    expect((await verify(token, mallory.password)).body).toMatchObject({ errors: [{ pointer: '/token' }] });
  });

  it('leaves no phone behind, on the record or the account', async () => {
    const { email } = stranger();
    const made = await world.as('SECRETARY').post('/patients', { fullName: 'Eva Ros', email });
    await register(stranger({ email, phone: '+15557770667' }));
    expect((await reset(email)).status).toBe(204);
    const owner = await world.signIn(email, NEW_PASSWORD);
    expect((await owner.get('/me')).body).toMatchObject({ patientId: made.body['id'], phone: null });
    expect(await world.sql('SELECT phone FROM patients WHERE id = $1', [made.body['id']])).toEqual([{ phone: null }]);
  });

  it('is not helped by guessing: a wrong password counts as at sign-in, and the token stays good', async () => {
    const person = stranger();
    const recordId = await recordFor(person.email);
    await register(person);
    await world.sql('UPDATE policy SET lockout_threshold = 3');
    const token = await mailed(person.email);
    for (let missing = 0; missing < 4; missing += 1) expect((await verify(token)).status).toBe(422);
    for (let wrong = 0; wrong < 3; wrong += 1) expect(await verify(token, 'not it')).toMatchObject(asked);
    const locked = await verify(token, person.password);
    expect([locked.status, locked.body['code']]).toEqual([423, 'account_locked']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    await world.sql('DELETE FROM sign_in_attempts');
    expect((await verify(token, person.password)).body['user']).toMatchObject({ patientId: recordId });
  });

  it('is asked for no password where no record waits, whatever is given', async () => {
    const person = stranger();
    await register(person);
    expect((await verify(await mailed(person.email), 'anything')).status).toBe(200);
  });
});
