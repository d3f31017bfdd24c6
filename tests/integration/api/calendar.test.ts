import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { coverSecondDoctor } from '../../support/clinic.js';
import { openWorld, type World } from './world.js';

let world: World;
let own: string;
let foreign: string;
beforeAll(async () => {
  world = await openWorld();
  [own, foreign] = [await booked(0, 0), await booked(1, 1)];
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function booked(doctor: 0 | 1, patient: 0 | 1 | 2): Promise<string> {
  const doctorId = world.clinic.doctors[doctor].id;
  const body = { doctorId, patientId: world.clinic.patients[patient].id, startsAt: await world.freshStart(doctorId) };
  return String((await world.as('ADMIN').post('/sessions', body)).body['id']);
}

const approve = (id: string) => world.as('ADMIN').post(`/sessions/${id}/approve`);
const entryOf = (id: string) => world.as('PATIENT').get<string>(`/sessions/${id}/calendar.ics`);

interface Entry {
  uid: string;
  sequence: number;
  status: string;
  summary: string;
  startsAt: string;
  text: string;
}

function entriesOf(ics: string): { method: string; entries: Entry[] } {
  const calendar = new ICAL.Component(ICAL.parse(ics) as never);
  const entries = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: Number(component.getFirstPropertyValue('sequence')),
      status: String(component.getFirstPropertyValue('status')),
      summary: event.summary,
      startsAt: event.startDate.toJSDate().toISOString(),
      text: component.toString(),
    };
  });
  return { method: String(calendar.getFirstPropertyValue('method')), entries };
}

describe('the entry of a session', () => {
  it('is there from approval on, as one entry whose number rises, and ends as cancelled', async () => {
    const early = await entryOf(own);
    expect([early.status, (early.body as unknown as { code: string }).code]).toEqual([409, 'invalid_transition']);
    await approve(own);
    const answer = await entryOf(own);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const { method, entries } = entriesOf(answer.body);
    const { body: session } = await world.as('PATIENT').get(`/sessions/${own}`);
    expect([method, entries]).toEqual([
      'PUBLISH',
      [
        expect.objectContaining({
          uid: `${own}@127.0.0.1`,
          sequence: session['version'],
          status: 'CONFIRMED',
          summary: 'Elm Street Clinic: Dr Layla Haddad',
          startsAt: session['startsAt'],
        }),
      ],
    ]);
    await world.as('PATIENT').post(`/sessions/${own}/confirm`);
    expect(entriesOf((await entryOf(own)).body).entries[0]?.sequence).toBe(Number(session['version']) + 1);
    await world.as('SECRETARY').post(`/sessions/${own}/cancel`, { reason: 'ill' });
    const cancelled = entriesOf((await entryOf(own)).body);
    expect([cancelled.method, cancelled.entries[0]?.status, cancelled.entries[0]?.uid]).toEqual([
      ...['CANCEL', 'CANCELLED', `${own}@127.0.0.1`],
    ]);
  });

  it('is none where the request was called off before', async () => {
    const id = await booked(0, 0);
    await world.as('SECRETARY').post(`/sessions/${id}/cancel`, { reason: 'ill' });
    expect((await entryOf(id)).status).toBe(409);
  });

  it('is for those who may see the session, and a look of staff is on record', async () => {
    await approve(foreign);
    expect((await entryOf(foreign)).status).toBe(403);
    expect((await world.as('DOCTOR').get(`/sessions/${foreign}/calendar.ics`)).status).toBe(403);
    expect((await world.as('SECRETARY').get(`/sessions/${foreign}/calendar.ics`)).status).toBe(200);
    const [entry] = await world.sql(
      "SELECT actor_role FROM audit_entries WHERE action = 'read' AND entity_id = $1 ORDER BY id DESC LIMIT 1",
      [foreign],
    );
    expect(entry).toEqual({ actor_role: 'SECRETARY' });
  });
});

describe('the link to the own calendar', () => {
  interface Link {
    url: string;
    renewedAt: string | null;
  }
  const linkOf = async (role: 'PATIENT' | 'DOCTOR' | 'SECRETARY'): Promise<Link> =>
    (await world.as(role).get<Link & Record<string, unknown>>('/me/calendar-link')).body;
  const follow = (url: string) =>
    world.nobody.get<string>(new URL(url).pathname.replace('/api/v1', '') + new URL(url).search);

  it('is the same each time, shows what is approved, and nothing of others', async () => {
    const mine = await booked(0, 0);
    await approve(mine);
    const pending = await booked(0, 0);
    const { url } = await linkOf('PATIENT');
    expect((await linkOf('PATIENT')).url).toBe(url);
    const answer = await follow(url);
    const { method, entries } = entriesOf(answer.body);
    expect([method, entries.map(({ uid }) => uid.split('@')[0])]).toEqual(['PUBLISH', [mine]]);
    expect(answer.body).not.toContain(pending);
    expect(answer.body).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H');
  });

  it('shows a doctor their own, without patients and without those that they cover', async () => {
    await coverSecondDoctor({ ownerUrl: await ownerUrl() }, world.clinic);
    const ics = (await follow((await linkOf('DOCTOR')).url)).body;
    const { entries } = entriesOf(ics);
    expect(entries.length).toBeGreaterThan(0);
    expect(ics).not.toContain(foreign);
    for (const { fullName, email } of world.clinic.patients) {
      expect(ics).not.toContain(fullName.split(' ')[0]);
      expect(ics).not.toContain(email);
    }
    expect(entries[0]?.summary).toMatch(/^Elm Street Clinic: [A-Z0-9]+$/);
  });

  it('is empty for the desk', async () => {
    expect(entriesOf((await follow((await linkOf('SECRETARY')).url)).body).entries).toEqual([]);
  });

  it('ends when it is renewed, which one key does once', async () => {
    const before = await linkOf('PATIENT');
    const renew = () =>
      world.as('PATIENT').post<Link & Record<string, unknown>>('/me/calendar-link', undefined, 'renew-1');
    const [first, again] = [await renew(), await renew()];
    expect(first.body.url).not.toBe(before.url);
    expect(again.body).toEqual(first.body);
    expect(await linkOf('PATIENT')).toEqual(first.body);
    expect([(await follow(before.url)).status, (await follow(first.body.url)).status]).toEqual([401, 200]);
    const kept = await world.sql<{ body: string }>(
      "SELECT response_body AS body FROM idempotency_keys WHERE key = 'renew-1'",
    );
    expect(JSON.stringify(kept)).not.toContain('token');
    const [entry] = await world.sql(
      "SELECT actor_role FROM audit_entries WHERE entity = 'auth' ORDER BY id DESC LIMIT 1",
    );
    expect(entry).toEqual({ actor_role: 'PATIENT' });
  });

  it('opens nothing for a token that was made up, or while its person is disabled, and no log has it', async () => {
    const { url } = await linkOf('PATIENT');
    const token = new URL(url).searchParams.get('token') ?? '';
    const swapped = new URL((await linkOf('DOCTOR')).url).searchParams.get('token') ?? '';
    const made = [
      'x',
      token.slice(0, -1),
      `${token}A`,
      token.slice(0, 22) + swapped.slice(22),
      'A'.repeat(64),
      `${token}=`,
    ];
    for (const one of made)
      expect((await world.nobody.get(`/me/calendar.ics?token=${encodeURIComponent(one)}`)).status).toBe(401);
    const { userId } = world.clinic.patients[0];
    await world.sql("UPDATE users SET status = 'DISABLED' WHERE id = $1", [userId]);
    expect((await follow(url)).status).toBe(401);
    await world.sql("UPDATE users SET status = 'ACTIVE' WHERE id = $1", [userId]);
    expect((await follow(url)).status).toBe(200);
    expect(JSON.stringify(world.api.logs)).not.toContain(token);
  });

  const ownerUrl = async (): Promise<string> => {
    const [row] = await world.sql<{ name: string; port: string }>(
      'SELECT current_database() AS name, inet_server_port()::text AS port',
    );
    return `postgresql://clinic_owner:test-owner@127.0.0.1:${row?.port}/${row?.name}`;
  };
});
