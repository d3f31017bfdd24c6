import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../support/wait-for.js';
import type { Answer } from './caller.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

async function booked(change: object = {}): Promise<string> {
  const [doctor, patient] = [world.clinic.doctors[0], world.clinic.patients[0]];
  const body = { doctorId: doctor.id, patientId: patient.id, startsAt: await world.freshStart(doctor.id), ...change };
  const answer = await world.as('SECRETARY').post('/sessions', body);
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
}

async function approved(): Promise<string> {
  const id = await booked();
  expect((await world.as('DOCTOR').post(`/sessions/${id}/approve`)).status).toBe(200);
  return id;
}

/** What a decision came to, asked for again where it was not applied at once; null for success. */
async function codeOf(id: string, { status, body }: Answer): Promise<unknown> {
  if (status === 200) return null;
  if (status !== 202) return body['code'];
  const path = `/sessions/${id}/decisions/${String(body['decisionId'])}`;
  const decision = await waitFor(async () => {
    const answer = await world.as('DOCTOR').get(path);
    return answer.body['state'] !== 'PENDING' && answer;
  });
  return decision.body['code'] ?? null;
}

describe('deciding', () => {
  it('approves, and shows it everywhere', async () => {
    const id = await booked({ telehealth: true });
    const answer = await world.as('DOCTOR').post(`/sessions/${id}/approve`, { version: 1 });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'APPROVED', version: 2, decidedBy: { role: 'DOCTOR' } },
    });
    expect(answer.body['telehealthUrl']).toMatch(/^https:\/\/meet\.example\/.+/);
    expect(answer.body['telehealthUrl']).not.toContain(id);
    const history = await world.as('PATIENT').get<{ items: object[] }>(`/sessions/${id}/history`);
    expect(history.body.items).toMatchObject([
      { kind: 'BOOKED', from: null, to: 'PENDING', by: { role: 'SECRETARY' }, channel: 'API', version: 1 },
      { kind: 'APPROVED', from: 'PENDING', to: 'APPROVED', by: { role: 'DOCTOR' }, version: 2 },
    ]);
    const messages = await world.as('SECRETARY').get<{ items: object[] }>(`/sessions/${id}/messages`);
    expect(messages.body.items.length).toBeGreaterThan(0);
  });

  it('rejects with a reason, of which a patient sees the category', async () => {
    const id = await booked();
    for (const body of [{}, { reason: '  ' }, { reason: '\u200b' }, undefined]) {
      const answer = await world.as('DOCTOR').post(`/sessions/${id}/reject`, body);
      expect(answer).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    }
    const rejection = { reason: 'On leave', category: 'TIME_UNAVAILABLE' };
    const answer = await world.as('ADMIN').post(`/sessions/${id}/reject`, rejection);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'REJECTED', reason: 'On leave', allowedActions: ['reopen', 'edit', 'delete'] },
    });
    const seen = await world.as('PATIENT').get(`/sessions/${id}`);
    expect(seen.body).toMatchObject({ reason: null, reasonCategory: 'TIME_UNAVAILABLE' });
  });

  it('is for the doctor and admins only', async () => {
    const id = await booked();
    for (const role of ['PATIENT', 'SECRETARY'] as const) {
      expect((await world.as(role).post(`/sessions/${id}/approve`)).status).toBe(403);
    }
    const colleague = await world.signIn(world.clinic.doctors[1].email);
    const sent = world.sessions.counts.decide;
    for (const target of [id, crypto.randomUUID()]) {
      expect((await colleague.post(`/sessions/${target}/approve`)).status).toBe(403);
      expect((await colleague.get(`/sessions/${target}`)).status).toBe(403);
    }
    expect(world.sessions.counts.decide).toBe(sent);
    expect((await world.as('ADMIN').post(`/sessions/${crypto.randomUUID()}/approve`)).status).toBe(404);
  });

  it('is done once: the second word is told who was first', async () => {
    const id = await approved();
    const late = await world.as('ADMIN').post(`/sessions/${id}/reject`, { reason: 'late' });
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'already_decided', status: 409, sessionStatus: 'APPROVED', decidedBy: { role: 'DOCTOR' } },
    });
    expect(late.body['decidedAt']).toEqual(expect.any(String));
  });

  it('answers a message to a session that is over from the database', async () => {
    const rejected = await booked();
    await world.as('DOCTOR').post(`/sessions/${rejected}/reject`, { reason: 'no' }, 'the-rejection');
    const again = await world.as('DOCTOR').post(`/sessions/${rejected}/approve`);
    expect(again.body).toMatchObject({ code: 'already_decided', sessionStatus: 'REJECTED' });
    const same = await world.as('DOCTOR').post(`/sessions/${rejected}/reject`, { reason: 'no' }, 'the-rejection');
    expect(same).toMatchObject({ status: 200, body: { status: 'REJECTED' } });
    const cancelled = await booked();
    await world.as('SECRETARY').post(`/sessions/${cancelled}/cancel`);
    const late = await world.as('DOCTOR').post(`/sessions/${cancelled}/approve`);
    expect(late.body).toMatchObject({ code: 'invalid_transition', sessionStatus: 'CANCELLED' });
  });

  it('refuses a stale version', async () => {
    const id = await booked();
    const answer = await world.as('DOCTOR').post(`/sessions/${id}/approve`, { version: 7 });
    expect(answer).toMatchObject({ status: 409, body: { code: 'stale_version' } });
  });

  it('gives forty who click at once an answer each', async () => {
    const id = await booked();
    const clicks = await Promise.all(
      Array.from({ length: 41 }, () => world.as('DOCTOR').post(`/sessions/${id}/approve`)),
    );
    const codes = await Promise.all(clicks.map((click) => codeOf(id, click)));
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.filter((code) => code === 'already_decided')).toHaveLength(40);
    expect(await world.sql('SELECT 1 FROM decisions WHERE session_id = $1', [id])).toHaveLength(41);
  });

  it('with one key gives one answer, also at once', async () => {
    const id = await booked();
    const ask = () => world.as('DOCTOR').post(`/sessions/${id}/approve`, {}, 'one-approval');
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
    await world.as('SECRETARY').post(`/sessions/${id}/cancel`);
    expect((await ask()).body).toEqual(answers[0]?.body);
    const elsewhere = await world.as('DOCTOR').post(`/sessions/${await booked()}/approve`, {}, 'one-approval');
    expect(elsewhere.body['code']).toBe('idempotency_conflict');
  });
});

describe('while no worker runs', () => {
  it('a decision is accepted, and its fate can be asked for', async () => {
    const [id, other] = [await booked(), await booked()];
    world.sessions.paused = true;
    const accepted = await world.as('DOCTOR').post(`/sessions/${id}/approve`);
    expect(accepted.status).toBe(202);
    const path = `/sessions/${id}/decisions/${String(accepted.body['decisionId'])}`;
    for (const role of ['DOCTOR', 'SECRETARY', 'ADMIN'] as const) {
      expect((await world.as(role).get(path)).body).toEqual({ state: 'PENDING' });
    }
    expect((await world.as('PATIENT').get(path)).status).toBe(403);
    expect((await world.as('SECRETARY').get(path.replace(id, other))).status).toBe(404);
    world.sessions.resumeWork();
    const applied = await waitFor(async () => {
      const { body } = await world.as('DOCTOR').get(path);
      return body['state'] === 'PENDING' ? null : body;
    });
    expect(applied).toMatchObject({ state: 'APPLIED', session: { status: 'APPROVED' } });
    expect((await world.as('PATIENT').get(path)).status).toBe(403);
    const none = `/sessions/${id}/decisions/${crypto.randomUUID()}`;
    expect((await world.as('ADMIN').get(none)).status).toBe(404);
    expect((await world.as('DOCTOR').get(none)).status).toBe(403);
  });

  it('the key of a decision that waits is not spoilt by a faulty one', async () => {
    const id = await booked();
    world.sessions.paused = true;
    expect((await world.as('DOCTOR').post(`/sessions/${id}/approve`, {}, 'waits')).status).toBe(202);
    const faulty = await world.as('DOCTOR').post(`/sessions/${id}/reject`, {}, 'waits');
    expect(faulty).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    world.sessions.resumeWork();
    await world.sessions.idle();
    const again = await world.as('DOCTOR').post(`/sessions/${id}/approve`, {}, 'waits');
    expect(again).toMatchObject({ status: 200, body: { status: 'APPROVED' } });
  });

  it('calling off is a 503', async () => {
    const id = await booked();
    world.sessions.paused = true;
    const answer = await world.as('SECRETARY').post(`/sessions/${id}/cancel`);
    world.sessions.resumeWork();
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
  });
});

describe('a session whose workflow is missing', () => {
  it('is carried on by whatever is sent to it', async () => {
    const id = await booked();
    const said: [role: 'DOCTOR' | 'PATIENT', what: string, change: object][] = [
      ['DOCTOR', 'approve', { status: 'APPROVED' }],
      ['PATIENT', 'confirm', { attendance: 'CONFIRMED' }],
      ['PATIENT', 'cancel', { status: 'CANCELLED' }],
    ];
    for (const [role, what, change] of said) {
      world.sessions.missing.add(id);
      expect(await world.as(role).post(`/sessions/${id}/${what}`)).toMatchObject({ status: 200, body: change });
    }
  });
});

describe('calling off', () => {
  it('is done by the patient, before the cut-off only', async () => {
    const early = await approved();
    const answer = await world.as('PATIENT').post(`/sessions/${early}/cancel`, { reason: 'ill' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    const late = await approved();
    await world.sql('UPDATE policy SET patient_cancel_cutoff_minutes = 100000');
    const refused = await world.as('PATIENT').post(`/sessions/${late}/cancel`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
    expect(refused.body['detail']).toMatch(/too late.*call the clinic/i);
    expect((await world.as('DOCTOR').post(`/sessions/${late}/cancel`)).status).toBe(200);
    await world.sql('UPDATE policy SET patient_cancel_cutoff_minutes = 60');
  });

  it('is not for others', async () => {
    const id = await booked({ patientId: world.clinic.patients[1].id });
    for (const target of [id, crypto.randomUUID()]) {
      expect((await world.as('PATIENT').post(`/sessions/${target}/cancel`)).status).toBe(403);
    }
    expect((await world.as('SECRETARY').post(`/sessions/${crypto.randomUUID()}/cancel`)).status).toBe(404);
  });
});

describe('answering', () => {
  it('confirms and declines an approved session', async () => {
    const id = await approved();
    const confirmed = await world.as('PATIENT').post(`/sessions/${id}/confirm`);
    expect(confirmed).toMatchObject({ status: 200, body: { attendance: 'CONFIRMED' } });
    const declined = await world.as('SECRETARY').post(`/sessions/${id}/decline`);
    expect(declined).toMatchObject({ status: 200, body: { attendance: 'DECLINED', status: 'APPROVED' } });
  });

  it('is refused while the doctor has not decided', async () => {
    const id = await booked();
    const answer = await world.as('PATIENT').post(`/sessions/${id}/confirm`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'invalid_transition' } });
  });
});
