import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

interface ConsentPage {
  items: { phone: string; kind: string; source: string; wording: string; at: string }[];
  nextCursor: string | null;
}

const ledger = async (patientId: string, query = ''): Promise<ConsentPage> =>
  (await world.as('SECRETARY').get<ConsentPage>(`/patients/${patientId}/consent${query}`)).body;
const optedOut = async (patientId: string): Promise<unknown> =>
  (await world.as('SECRETARY').get(`/patients/${patientId}`)).body['smsOptedOut'];

describe('consent', () => {
  it('is taken back and given again in the ledger of the number', async () => {
    const [{ id, phone }] = world.clinic.patients;
    expect((await world.as('PATIENT').patch('/me', { consent: false })).status).toBe(200);
    expect(await optedOut(id)).toBe(true);
    expect((await world.as('PATIENT').patch('/me', { consent: true }, 'consent-1')).status).toBe(200);
    expect((await world.as('PATIENT').patch('/me', { consent: true }, 'consent-1')).status).toBe(200);
    expect(await optedOut(id)).toBe(false);
    const { items } = await ledger(id);
    expect(items.slice(0, 2)).toMatchObject([
      { phone, kind: 'OPT_IN', source: 'PATIENT', wording: expect.stringMatching(/agree/) },
      { phone, kind: 'OPT_OUT', source: 'PATIENT', wording: expect.stringMatching(/do not want/) },
    ]);
    const first = await ledger(id, '?limit=1');
    const second = await ledger(id, `?limit=1&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items]).toEqual(items.slice(0, 2));
  });

  it('is read by the desk and admins only, as a read that is audited', async () => {
    const [{ id }] = world.clinic.patients;
    for (const role of ['PATIENT', 'DOCTOR'] as const)
      expect((await world.as(role).get(`/patients/${id}/consent`)).status).toBe(403);
    expect((await world.as('ADMIN').get(`/patients/${id}/consent`)).status).toBe(200);
    expect((await world.as('SECRETARY').get(`/patients/${crypto.randomUUID()}/consent`)).status).toBe(404);
    expect((await world.as('SECRETARY').get(`/patients/${id}/consent?cursor=x`)).status).toBe(422);
    const [row] = await world.sql(
      "SELECT actor_role FROM audit_entries WHERE action = 'read' ORDER BY id DESC LIMIT 1",
    );
    expect(row).toEqual({ actor_role: 'ADMIN' });
  });

  it('is a patient’s, who has a phone', async () => {
    const staff = await world.as('DOCTOR').patch('/me', { consent: true });
    expect(staff).toMatchObject({ status: 422, body: { errors: [{ pointer: '/consent' }] } });
  });
});

describe('a number that is only typed', () => {
  const me = async (email: string) => {
    const person = {
      email,
      password: 'quiet Lamp-post 88',
      fullName: 'Ines Duarte',
      phone: world.clinic.patients[1].phone,
    };
    const made = await world.nobody.post('/auth/register', person);
    expect(made.status).toBe(201);
    return {
      caller: await world.signIn(email, person.password),
      patientId: String((made.body['user'] as { patientId: string }).patientId),
    };
  };

  it('speaks for nobody else who has it, and for the person once it is verified', async () => {
    const victim = world.clinic.patients[1];
    const { caller, patientId } = await me('typed@mail.example');
    const own = async () => (await caller.get(`/patients/${patientId}`)).body;
    expect((await caller.patch('/me', { consent: false })).status).toBe(200);
    expect(await own()).toMatchObject({ smsOptedOut: true, phoneVerified: false });
    expect(await optedOut(victim.id)).toBe(false);
    expect((await ledger(victim.id)).items.map(({ source }) => source)).not.toContain('PATIENT');
    await world.sql("INSERT INTO consents (phone, kind, source, wording) VALUES ($1, 'OPT_OUT', 'SMS', 'STOP')", [
      victim.phone,
    ]);
    expect((await caller.patch('/me', { consent: true })).status).toBe(200);
    expect(await optedOut(victim.id)).toBe(true);
    expect(await own()).toMatchObject({ smsOptedOut: false });
    await world.sql('UPDATE patients SET phone_verified_at = now() WHERE id = $1', [patientId]);
    expect(await optedOut(victim.id)).toBe(false);
  });
});

describe('one’s own profile', () => {
  it('changes with the patient’s record, and a new phone is unverified and not texted', async () => {
    const [{ id }] = world.clinic.patients;
    await world.sql('UPDATE patients SET phone_verified_at = now() WHERE id = $1', [id]);
    const change = { fullName: 'Sara Ali-Weber', phone: '+15559990001', timeZone: 'Asia/Amman', language: 'es' };
    const answer = await world.as('PATIENT').patch('/me', change);
    expect(answer).toMatchObject({ status: 200, body: change });
    expect((await world.as('PATIENT').get('/auth/me')).body).toMatchObject(change);
    expect((await world.as('PATIENT').get(`/patients/${id}`)).body).toMatchObject({ ...change, phoneVerified: false });
    expect(await world.sql('SELECT sms_consent FROM patients WHERE id = $1', [id])).toEqual([{ sms_consent: false }]);
    expect((await world.as('PATIENT').patch('/me', { phone: null })).body).toMatchObject({ phone: null });
    expect((await world.as('PATIENT').get(`/patients/${id}`)).body).toMatchObject({ phone: null });
    expect(await world.as('PATIENT').patch('/me', { consent: true })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/consent', message: expect.stringMatching(/phone/) }] },
    });
  });

  it('changes only what is given, and with a refused part nothing', async () => {
    const [{ id }] = world.clinic.patients;
    const before = (await world.as('PATIENT').get(`/patients/${id}`)).body;
    expect((await world.as('PATIENT').patch('/me', {})).status).toBe(200);
    expect((await world.as('PATIENT').patch('/me', { fullName: 'Never', consent: true })).status).toBe(422);
    expect((await world.as('PATIENT').get(`/patients/${id}`)).body).toEqual(before);
  });

  it('changes a doctor’s profile too', async () => {
    const [doctor] = world.clinic.doctors;
    expect((await world.as('DOCTOR').patch('/me', { fullName: 'Dr Layla Haddad-Ruiz' })).status).toBe(200);
    expect((await world.as('ADMIN').get(`/doctors/${doctor.id}`)).body).toMatchObject({
      fullName: 'Dr Layla Haddad-Ruiz',
    });
  });

  it('is nothing else’s: no role, no address, no status; and not a bot’s', async () => {
    for (const field of ['role', 'email', 'status', 'emailVerified', 'version']) {
      const answer = await world.as('PATIENT').patch('/me', { [field]: 'ADMIN' });
      expect([field, answer.status]).toEqual([field, 422]);
    }
    expect((await world.nobody.patch('/me', { fullName: 'x' })).status).toBe(401);
  });

  it('is audited as the person’s own, before and after, with commitments where values are personal', async () => {
    const { userId } = world.clinic.secretary;
    await world.as('SECRETARY').patch('/me', { fullName: 'Tomas Becker', language: 'es' });
    const [entry] = await world.sql(
      "SELECT actor_id, before, after FROM audit_entries WHERE entity = 'user' AND entity_id = $1 ORDER BY id DESC LIMIT 1",
      [userId],
    );
    expect(entry).toMatchObject({ actor_id: userId, before: { language: 'en' }, after: { language: 'es' } });
    expect(JSON.stringify(entry)).not.toContain('Tomas');
  });
});
