import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TEST_PASSWORD } from '../../support/clinic.js';
import { waitFor } from '../../support/wait-for.js';
import { watch, type EventWatcher } from './events-watcher.js';
import { openWorld, type World } from './world.js';

let world: World;
const open: EventWatcher[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => open.splice(0).forEach((watcher) => watcher.close()));
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function signedIn(email: string): Promise<{ authorization: string; refreshToken: string }> {
  const { body } = await world.nobody.post('/auth/login', { email, password: TEST_PASSWORD });
  return { authorization: `Bearer ${String(body['accessToken'])}`, refreshToken: String(body['refreshToken']) };
}

async function watching(email: string, headers: Record<string, string> = {}): Promise<EventWatcher> {
  const { authorization } = await signedIn(email);
  const watcher = await watch(world.origin, { authorization, ...headers });
  open.push(watcher);
  return watcher;
}

async function booked(doctor: 0 | 1, patient: 0 | 1 | 2): Promise<string> {
  const doctorId = world.clinic.doctors[doctor].id;
  const body = { doctorId, patientId: world.clinic.patients[patient].id, startsAt: await world.freshStart(doctorId) };
  return String((await world.as('ADMIN').post('/sessions', body)).body['id']);
}

const approve = (id: string) => world.as('ADMIN').post(`/sessions/${id}/approve`);

describe('a change of a session', () => {
  it('is told to whom it concerns, with its version, and to nobody else', async () => {
    const { clinic } = world;
    const [mine, theirs] = [await booked(0, 0), await booked(1, 1)];
    const [patient, doctor, other, desk] = [
      await watching(clinic.patients[0].email),
      await watching(clinic.doctors[0].email),
      await watching(clinic.doctors[1].email),
      await watching(clinic.secretary.email),
    ];
    await approve(theirs);
    await approve(mine);
    for (const watcher of [patient, doctor, desk]) await watcher.until('session.changed', { id: mine, version: 2 });
    for (const watcher of [other, desk]) await watcher.until('session.changed', { id: theirs, version: 2 });
    // Each has heard of the later change, so that the earlier one would have come.
    expect(ids(patient)).not.toContain(theirs);
    expect(ids(doctor)).not.toContain(theirs);
    expect(ids(other)).not.toContain(mine);
    expect(patient.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8' });
  });

  const ids = ({ seen }: EventWatcher) => seen.map(({ data }) => data['id']);

  it('is told to a covering doctor too', async () => {
    const { doctors } = world.clinic;
    const id = await booked(1, 2);
    const watcher = await watching(doctors[0].email);
    await world.sql(
      `INSERT INTO doctor_cover (id, doctor_id, cover_doctor_id, starts_on, ends_on)
       VALUES (gen_random_uuid(), $1, $2, current_date - 1, current_date + 1)`,
      [doctors[1].id, doctors[0].id],
    );
    await approve(id);
    await watcher.until('session.changed', { id });
    await world.sql('DELETE FROM doctor_cover');
  });
});

it('a task is told to the desk only', async () => {
  const { clinic } = world;
  const [patient, desk] = [await watching(clinic.patients[0].email), await watching(clinic.secretary.email)];
  const id = await booked(0, 0);
  const [task] = await world.sql<{ id: string }>(
    `INSERT INTO tasks (id, kind, session_id, origin_key) VALUES (gen_random_uuid(), 'DECLINED', $1, 'events-test') RETURNING id`,
    [id],
  );
  await desk.until('task.changed', { id: task?.id });
  await approve(id);
  await patient.until('session.changed', { id });
  expect(patient.seen.map(({ event }) => event)).not.toContain('task.changed');
});

describe('a stream', () => {
  it('that is taken up again begins with a reset, whatever it was left with', async () => {
    for (const left of ['abc-1', '', '9'.repeat(500), 'null'])
      await (await watching(world.clinic.admin.email, { 'last-event-id': left })).until('reset');
    const fresh = await watching(world.clinic.admin.email);
    const id = await booked(0, 1);
    await approve(id);
    expect((await fresh.until('session.changed', { id })).id).toMatch(/^[0-9a-f]{8}-\d+$/);
    expect(fresh.seen.map(({ event }) => event)).not.toContain('reset');
  });

  it('is told to read anew when notifications were missed', async () => {
    const watcher = await watching(world.clinic.secretary.email);
    await world.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'");
    await watcher.until('reset');
    const id = await booked(0, 1);
    await approve(id);
    await watcher.until('session.changed', { id });
  });

  it('is told to read anew instead of very many changes', async () => {
    const watcher = await watching(world.clinic.secretary.email);
    await world.sql(
      "SELECT pg_notify('session', json_build_object('id', gen_random_uuid(), 'version', 1)::text) FROM generate_series(1, 600)",
    );
    await watcher.until('reset');
  });

  it('ends for who is disabled, at the next change', async () => {
    const { patients } = world.clinic;
    const id = await booked(0, 0);
    const [watcher, desk] = [await watching(patients[0].email), await watching(world.clinic.secretary.email)];
    await world.sql("UPDATE users SET status = 'DISABLED' WHERE id = $1", [patients[0].userId]);
    await approve(id);
    await desk.until('session.changed', { id });
    await watcher.until('end', { reason: 'signed_out' });
    await waitFor(() => watcher.ended);
    expect(watcher.seen.map(({ event }) => event)).toEqual(['end']);
    await world.sql("UPDATE users SET status = 'ACTIVE' WHERE id = $1", [patients[0].userId]);
  });

  it('ends for who signs out, without any change', async () => {
    const { authorization, refreshToken } = await signedIn(world.clinic.secretary.email);
    const watcher = await watch(world.origin, { authorization });
    open.push(watcher);
    await world.nobody.post('/auth/logout', { refreshToken });
    await watcher.until('end', { reason: 'signed_out' });
  });

  it('is refused beyond eight of a person, and free again when one is closed', async () => {
    const { authorization } = await signedIn(world.clinic.doctors[1].email);
    const eight = await Promise.all(Array.from({ length: 8 }, () => watch(world.origin, { authorization })));
    open.push(...eight);
    const ninth = await watch(world.origin, { authorization });
    open.push(ninth);
    expect([ninth.status, ninth.headers['retry-after']]).toEqual([429, '10']);
    expect((await watching(world.clinic.doctors[0].email)).status).toBe(200);
    eight[0]?.close();
    await waitFor(async () => {
      const again = await watch(world.origin, { authorization });
      open.push(again);
      return again.status === 200;
    });
  });
});

it('is for who is signed in', async () => {
  expect((await world.nobody.get('/events')).status).toBe(401);
});
