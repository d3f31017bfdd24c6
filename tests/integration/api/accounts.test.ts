import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mailsTo, newestToken, stranger } from './accounts-mailbox.js';
import type { Answer } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1000');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const register = (person: object): Promise<Answer> => world.nobody.post('/auth/register', person);
const verify = (token: string): Promise<Answer> => world.nobody.post('/auth/verify-email', { token });
const pointers = ({ body }: Answer): string[] =>
  (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer).sort();

describe('signing up', () => {
  it('makes a patient with a record who may sign in at once, and queues one mail', async () => {
    const person = stranger({ phone: '+15557770100', language: 'es', timeZone: 'America/Lima' });
    const answer = await register({ ...person, email: person.email.toUpperCase() });
    expect(answer.status).toBe(201);
    expect(answer.body['message']).toMatch(/mail/);
    expect(answer.body['user']).toMatchObject({
      email: person.email,
      role: 'PATIENT',
      status: 'ACTIVE',
      emailVerified: false,
      phone: '+15557770100',
      language: 'es',
      timeZone: 'America/Lima',
      patientId: expect.any(String),
    });
    const me = await world.signIn(person.email, person.password);
    const { patientId } = (await me.get<{ patientId: string }>('/me')).body;
    expect((await me.get(`/patients/${patientId}`)).body).toMatchObject({
      fullName: 'Ines Duarte',
      phoneVerified: false,
    });
    const [mail, ...more] = await mailsTo(world, person.email);
    expect(mail).toMatchObject({ kind: 'VERIFY_EMAIL', token: expect.stringMatching(/^[\w-]{43}$/) });
    expect(more).toEqual([]);
    expect(world.mailed).toContain(mail?.id);
  });

  it('takes the clinic’s zone where none is given, and never another role', async () => {
    expect((await register(stranger())).body['user']).toMatchObject({ timeZone: 'Europe/Berlin', language: 'en' });
    const asAdmin = await register(stranger({ role: 'ADMIN' }));
    expect([asAdmin.status, pointers(asAdmin)]).toEqual([422, ['/role']]);
  });

  it('names every fault', async () => {
    const answer = await register({ email: 'x', password: 'short', fullName: ' ', phone: '123', timeZone: 'Mars' });
    expect(answer.status).toBe(422);
    expect([...new Set(pointers(answer))]).toEqual(['/email', '/fullName', '/password', '/phone', '/timeZone']);
  });

  it.each([
    ['password1', /commonly used/],
    ['contraseña', /easy to guess/],
    ['Ines.Duarte', /personal/],
    ['a'.repeat(128), /Repeated/],
  ])('refuses %s as a password, and says why', async (password, words) => {
    const answer = await register(stranger({ password }));
    expect([answer.status, pointers(answer)]).toEqual([422, ['/password']]);
    expect(JSON.stringify(answer.body['errors'])).toMatch(words);
  });

  it('takes long and foreign passwords as they are', async () => {
    for (const password of [
      'ñandú bajo la lluvia 7',
      '🦄'.repeat(4) + 'zebra-Kiosk',
      `${'quince lamps on a canal; '.repeat(5)}end`,
    ]) {
      const person = stranger({ password });
      expect((await register(person)).status).toBe(201);
      await world.signIn(person.email, password);
    }
  });

  it('refuses an address that has an account, in any case, and lets one of two at once through', async () => {
    const person = stranger();
    const both = await Promise.all([register(person), register({ ...person, email: person.email.toUpperCase() })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const taken = both.find(({ status }) => status === 409);
    expect(taken?.body).toMatchObject({ code: 'email_taken', detail: expect.stringMatching(/Sign in/) });
    expect(await mailsTo(world, person.email)).toHaveLength(1);
  });

  it('succeeds while mails cannot leave: the mail waits', async () => {
    world.mailsFail = true;
    const person = stranger();
    expect((await register(person)).status).toBe(201);
    world.mailsFail = false;
    expect(await world.sql('SELECT status FROM account_mails WHERE address = $1', [person.email])).toEqual([
      { status: 'QUEUED' },
    ]);
  });

  it('leaves neither password nor token in the audit or anywhere else in plain', async () => {
    const person = stranger();
    const { body } = await register(person);
    const { id } = body['user'] as { id: string };
    const entries = JSON.stringify(await world.sql('SELECT * FROM audit_entries WHERE entity_id = $1', [id]));
    const rows = JSON.stringify(await world.sql('SELECT * FROM account_tokens WHERE user_id = $1', [id]));
    const token = await newestToken(world, person.email, 'VERIFY_EMAIL');
    expect(entries).toContain('VERIFY_EMAIL');
    for (const secret of [token, 'argon2', 'token_hash', person.password]) expect(entries).not.toContain(secret);
    expect(rows).not.toContain(token);
    expect(JSON.stringify(world.api.logs)).not.toContain(person.email);
  });
});

describe('the limit on sign-ups', () => {
  afterEach(async () => {
    await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 1000');
  });

  it('counts rows of the source, also in a burst, and says when to come back', async () => {
    await world.sql('DELETE FROM account_requests');
    await world.sql('UPDATE policy SET sign_ups_per_source_per_hour = 2');
    const burst = await Promise.all(Array.from({ length: 6 }, () => register(stranger())));
    expect(burst.filter(({ status }) => status === 201)).toHaveLength(2);
    const limited = burst.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(4);
    for (const { headers } of limited) expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_500);
    // Judging a password costs more than all the rest; whoever is over the limit does not get that far.
    expect((await register(stranger({ password: 'password1' }))).status).toBe(429);
    await world.sql("UPDATE account_requests SET at = at - interval '61 minutes'");
    expect((await register(stranger())).status).toBe(201);
  });
});

describe('verifying an address', () => {
  it('works once, and tells nothing apart that is wrong', async () => {
    const person = stranger();
    await register(person);
    const token = await newestToken(world, person.email, 'VERIFY_EMAIL');
    const both = await Promise.all([verify(token), verify(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(both.find(({ status }) => status === 200)?.body['user']).toMatchObject({
      email: person.email,
      emailVerified: true,
    });
    const expired = stranger();
    await register(expired);
    await world.sql(
      `UPDATE account_tokens t SET expires_at = now() - interval '1 second'
                       FROM users u WHERE u.id = t.user_id AND u.email = $1`,
      [expired.email],
    );
    await world.nobody.post('/auth/password/forgot', { email: person.email });
    const bad = [
      token,
      'x',
      await newestToken(world, expired.email, 'VERIFY_EMAIL'),
      await newestToken(world, person.email, 'RESET_PASSWORD'),
    ];
    const answers = await Promise.all(bad.map(verify));
    const told = new Set(answers.map(({ status, body: { instance: _i, ...rest } }) => JSON.stringify([status, rest])));
    expect([...told]).toHaveLength(1);
    expect(answers[0]).toMatchObject({ status: 422, body: { errors: [{ pointer: '/token' }] } });
  });

  it('lasts 48 hours', async () => {
    const person = stranger();
    await register(person);
    const [row] = await world.sql(
      `SELECT extract(epoch FROM t.expires_at - t.created_at)::int AS seconds FROM account_tokens t
         JOIN users u ON u.id = t.user_id WHERE u.email = $1`,
      [person.email],
    );
    expect(row).toEqual({ seconds: 48 * 3_600 });
  });

  it('is mailed again on demand, at most once a minute, and only the newest token counts', async () => {
    const person = stranger();
    await register(person);
    const first = await newestToken(world, person.email, 'VERIFY_EMAIL');
    const me = await world.signIn(person.email, person.password);
    const again = await me.post('/auth/verify-email/resend', undefined, 'resend-1');
    expect(again.status).toBe(202);
    expect((await me.post('/auth/verify-email/resend', undefined, 'resend-1')).body).toEqual(again.body);
    const hurried = await me.post('/auth/verify-email/resend');
    expect([hurried.status, hurried.body['code']]).toEqual([429, 'rate_limited']);
    expect(Number(hurried.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await mailsTo(world, person.email)).map(({ kind }) => kind)).toEqual(['VERIFY_EMAIL', 'VERIFY_EMAIL']);
    expect((await verify(first)).status).toBe(422);
    expect((await verify(await newestToken(world, person.email, 'VERIFY_EMAIL'))).status).toBe(200);
    expect(await me.post('/auth/verify-email/resend')).toMatchObject({
      status: 409,
      body: { code: 'invalid_transition' },
    });
    expect((await world.nobody.post('/auth/verify-email/resend')).status).toBe(401);
  });
});
