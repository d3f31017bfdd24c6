import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

interface Overview extends Record<string, unknown> {
  timeZone: string;
  byStatus: Record<string, number>;
  byDay: { date: string; counts: Record<string, number> }[];
  decisions: {
    decided: number;
    medianMinutes: number;
    byDoctor: { doctor: { id: string }; medianMinutes: number; p90Minutes: number }[];
  };
  noShow: { completed: number; noShow: number; rate: number | null };
  utilisation: {
    doctor: { id: string };
    bookedMinutes: number;
    openMinutes: number;
    days: { date: string; bookedMinutes: number; openMinutes: number }[];
  }[];
  deliveries: Record<string, unknown>[];
}

const overview = (from: string, to: string) =>
  world.as('ADMIN').get<Overview>(`/reports/overview?from=${from}&to=${to}`);

/** A session straight into the table: what happened in the past is booked by nobody. */
async function happened(
  doctor: 0 | 1,
  startsAt: string,
  status: string,
  more: { minutes?: number; decidedAfter?: number } = {},
) {
  const { minutes = 30, decidedAfter = null } = more;
  await world.sql(
    `INSERT INTO sessions (id, code, doctor_id, patient_id, telehealth, status, reason, starts_at, ends_at, decision_due_at,
                           body_hash, created_at, created_channel, decided_at)
     VALUES (gen_random_uuid(), substr(gen_random_uuid()::text, 1, 8), $1, $2, true, $4, 'r', $3,
             $3::timestamptz + make_interval(mins => $5), $3, 'h', $3::timestamptz - interval '9 days', 'API',
             $3::timestamptz - interval '9 days' + make_interval(mins => $6))`,
    [world.clinic.doctors[doctor].id, world.clinic.patients[0].id, startsAt, status, minutes, decidedAfter],
  );
}

describe('the overview', () => {
  // In Berlin the clocks go forward on 29 March 2026.
  beforeAll(async () => {
    await happened(0, '2026-03-27T23:30:00Z', 'COMPLETED', { decidedAfter: 10 });
    await happened(0, '2026-03-28T09:00:00Z', 'COMPLETED', { decidedAfter: 20 });
    await happened(0, '2026-03-28T10:00:00Z', 'NO_SHOW', { decidedAfter: 60 });
    await happened(0, '2026-03-28T22:30:00Z', 'COMPLETED', { minutes: 60, decidedAfter: 30 });
    await happened(1, '2026-03-29T08:00:00Z', 'CANCELLED');
    await happened(1, '2026-03-29T09:00:00Z', 'PENDING');
    await happened(1, '2026-03-29T22:00:00Z', 'COMPLETED', { decidedAfter: 1 });
  });

  it('counts sessions by status and by the local day on which they start', async () => {
    const { body } = await overview('2026-03-28', '2026-03-30');
    expect(body.byStatus).toEqual({
      ...{ PENDING: 1, APPROVED: 0, REJECTED: 0, EXPIRED: 0, CANCELLED: 1, COMPLETED: 3, NO_SHOW: 1 },
    });
    expect(body.byDay.map(({ date, counts }) => [date, counts['COMPLETED'], counts['PENDING']])).toEqual([
      ['2026-03-28', 3, 0],
      ['2026-03-29', 0, 1],
    ]);
    expect(body.noShow).toEqual({ completed: 3, noShow: 1, rate: 0.25 });
    expect(body.timeZone).toBe('Europe/Berlin');
  });

  it('tells how long each doctor took to decide', async () => {
    const { decisions } = (await overview('2026-03-28', '2026-03-30')).body;
    const doctor = { id: world.clinic.doctors[0].id, fullName: 'Dr Layla Haddad' };
    const times = { decided: 4, medianMinutes: 25, p90Minutes: 51 };
    expect(decisions).toEqual({ ...times, byDoctor: [{ doctor, ...times }] });
  });

  it('sets booked time against open time by doctor and local day, and splits a session at midnight', async () => {
    const { utilisation } = (await overview('2026-03-28', '2026-03-30')).body;
    const of = (doctor: 0 | 1) => utilisation.find((row) => row.doctor.id === world.clinic.doctors[doctor].id);
    expect(of(0)).toMatchObject({
      bookedMinutes: 150,
      openMinutes: 1_200,
      days: [
        { date: '2026-03-28', bookedMinutes: 120, openMinutes: 600 },
        { date: '2026-03-29', bookedMinutes: 30, openMinutes: 600 },
      ],
    });
    expect(of(1)?.days).toEqual([
      { date: '2026-03-28', bookedMinutes: 0, openMinutes: 600 },
      { date: '2026-03-29', bookedMinutes: 30, openMinutes: 600 },
    ]);
  });

  it('leaves closed days and hours that do not exist out', async () => {
    const { id } = world.clinic.doctors[1];
    await world.sql(
      `INSERT INTO availability_exceptions (id, doctor_id, from_date, to_date, kind, start_minute, end_minute)
       VALUES (gen_random_uuid(), $1, '2026-03-28', '2026-03-28', 'CLOSED', NULL, NULL),
              (gen_random_uuid(), $1, '2026-03-29', '2026-03-29', 'OPEN', 60, 240)`,
      [id],
    );
    const { utilisation } = (await overview('2026-03-28', '2026-03-30')).body;
    expect(utilisation.find((row) => row.doctor.id === id)?.days).toEqual([
      // From one to four o'clock there are two hours in this night.
      { date: '2026-03-29', bookedMinutes: 30, openMinutes: 720 },
    ]);
    await world.sql('DELETE FROM availability_exceptions');
  });

  it('reads hours of before in the zone in which they were meant', async () => {
    const { id } = world.clinic.doctors[1];
    await world.sql("UPDATE availability_periods SET time_zone = 'Pacific/Auckland' WHERE doctor_id = $1", [id]);
    const { utilisation } = (await overview('2026-03-28', '2026-03-29')).body;
    // From eight to six in Auckland it is eight in the evening to six in the morning in Berlin.
    expect(utilisation.find((row) => row.doctor.id === id)?.days).toEqual([
      { date: '2026-03-28', bookedMinutes: 0, openMinutes: 600 },
    ]);
    await world.sql('UPDATE availability_periods SET time_zone = NULL');
  });

  it('counts messages by channel and by what became of them', async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const doctorId = world.clinic.doctors[0].id;
    const startsAt = await world.freshStart(doctorId);
    await world.as('ADMIN').post('/sessions', { doctorId, patientId: world.clinic.patients[1].id, startsAt });
    await world.sql("UPDATE notifications SET status = 'DELIVERED' WHERE channel = 'SMS'");
    const { deliveries } = (await overview(day(-1), day(2))).body;
    const none = { queued: 0, sent: 0, delivered: 0, failed: 0, suppressed: 0 };
    expect(deliveries).toEqual([
      { ...none, channel: 'SMS', delivered: 1 },
      { ...none, channel: 'EMAIL', queued: 1 },
      { ...none, channel: 'SLACK', queued: 1 },
    ]);
  });

  it('has figures where nothing happened', async () => {
    const { status, body } = await overview('2031-01-01', '2031-01-02');
    expect([status, body.noShow.rate, body.decisions]).toEqual([
      ...[200, null, { decided: 0, medianMinutes: null, p90Minutes: null, byDoctor: [] }],
    ]);
  });

  it.each([
    ['2026-03-02', '2026-03-01'],
    ['2026-03-01', '2026-03-01'],
    ['2026-01-01', '2027-02-06'],
  ])('refuses the range from %s to %s', async (from, to) => {
    const { status, body } = await overview(from, to);
    expect([status, body]).toMatchObject([422, { code: 'validation_failed', errors: [{ pointer: '/to' }] }]);
  });

  it('takes 400 days', async () => {
    expect((await overview('2026-01-01', '2027-02-05')).body.byDay).toHaveLength(400);
  });

  it('is for admins', async () => {
    const path = '/reports/overview?from=2026-01-01&to=2026-01-02';
    for (const role of ['PATIENT', 'SECRETARY', 'DOCTOR'] as const)
      expect((await world.as(role).get(path)).status).toBe(403);
  });
});
