import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const patient = { fullName: ' Emma Schulz ', email: 'Emma@Mail.example', phone: '+4915112345678', language: 'es' };

describe('patients', () => {
  it('are registered by secretaries and admins', async () => {
    const made = await world.as('SECRETARY').post('/patients', patient);
    expect(made).toMatchObject({
      status: 201,
      body: {
        userId: null,
        fullName: 'Emma Schulz',
        email: 'emma@mail.example',
        phone: patient.phone,
        phoneVerified: false,
        language: 'es',
        timeZone: 'Europe/Berlin',
        smsOptedOut: false,
      },
    });
    const consents = await world.sql('SELECT kind FROM consents WHERE patient_id = $1', [made.body['id']]);
    expect(consents).toEqual([{ kind: 'OPT_IN' }]);
    expect((await world.as('ADMIN').post('/patients', { fullName: 'A' })).status).toBe(201);
    for (const role of ['DOCTOR', 'PATIENT'] as const) {
      expect((await world.as(role).post('/patients', patient)).status).toBe(403);
    }
  });

  it('are corrected', async () => {
    const { body } = await world.as('SECRETARY').post('/patients', { ...patient, smsConsent: false });
    const path = `/patients/${String(body['id'])}`;
    const answer = await world.as('SECRETARY').patch(path, { phone: null, email: null, fullName: 'Emma S.' });
    expect(answer).toMatchObject({
      status: 200,
      body: { phone: null, email: null, fullName: 'Emma S.', language: 'es' },
    });
    expect((await world.as('ADMIN').patch(path, {})).status).toBe(200);
    expect((await world.as('PATIENT').patch(path, {})).status).toBe(403);
    expect((await world.as('ADMIN').patch(`/patients/${crypto.randomUUID()}`, {})).status).toBe(404);
  });

  it.each([
    ['no name', { fullName: ' ' }],
    ['a name of 201', { fullName: 'x'.repeat(201) }],
    ['a local number', { phone: '0151 1234' }],
    ['an email without @', { email: 'emma' }],
    ['another language', { language: 'tlh' }],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }],
    ['a user', { userId: crypto.randomUUID() }],
  ])('with %s are refused', async (_name, change) => {
    const answer = await world.as('SECRETARY').post('/patients', { ...patient, ...change });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: `/${Object.keys(change)[0]}` }] } });
  });

  it('are registered once for one key, however often it is sent', async () => {
    const ask = () => world.as('SECRETARY').post('/patients', { fullName: 'Once Only' }, 'register-once');
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    for (const answer of [...answers, await ask()])
      expect(answer).toMatchObject({ status: 201, body: answers[0]?.body });
    expect(await world.sql(`SELECT 1 FROM patients WHERE full_name = 'Once Only'`)).toHaveLength(1);
    const other = await world.as('SECRETARY').post('/patients', { fullName: 'Another' }, 'register-once');
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  });
});

describe('rooms', () => {
  it('are added and changed by admins', async () => {
    const made = await world.as('ADMIN').post('/rooms', { name: 'Lab', location: 'Cellar' });
    expect(made).toMatchObject({ status: 201, body: { name: 'Lab', location: 'Cellar', active: true } });
    const path = `/rooms/${String(made.body['id'])}`;
    const changed = await world.as('ADMIN').patch(path, { active: false, location: null });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Lab', location: null, active: false } });
    expect((await world.as('ADMIN').patch(`/rooms/${crypto.randomUUID()}`, {})).status).toBe(404);
    for (const role of ['DOCTOR', 'SECRETARY', 'PATIENT'] as const) {
      expect((await world.as(role).post('/rooms', { name: 'X' })).status).toBe(403);
      expect((await world.as(role).patch(path, { name: 'X' })).status).toBe(403);
    }
  });

  it('have a name of their own, and a refusal is remembered', async () => {
    const name = world.clinic.rooms[0].name;
    const refused = await world.as('ADMIN').post('/rooms', { name }, 'same-name');
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
    await world.as('ADMIN').patch(`/rooms/${world.clinic.rooms[0].id}`, { name: 'Renamed' });
    expect((await world.as('ADMIN').post('/rooms', { name }, 'same-name')).status).toBe(422);
    expect((await world.as('ADMIN').post('/rooms', { name }, 'new-key')).status).toBe(201);
  });
});
