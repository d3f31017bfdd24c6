import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiClient, operations } from '../../../api/client/client.js';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import { receiveSms, settleInbound } from '../../../prisma/stores/inbound-store.js';
import { settleDelivery } from '../../../prisma/stores/delivery-store.js';
import { BOT } from '../../support/api-context.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

interface Task {
  id: string;
  kind: string;
  state: string;
  [field: string]: unknown;
}
interface Page {
  items: Task[];
  nextCursor: string | null;
  unreached?: { session: { id: string }; reason: string; taskId: string | null }[];
}

/** A text that a person has to read; the task's id. */
async function unread(from: string, text = 'can I bring my dog?'): Promise<string> {
  const kept = await world.worker.withActor(anonymousActor('test', 'SMS'), (tx) =>
    receiveSms(tx, { providerMessageId: randomUUID(), from, text }),
  );
  await world.worker.withActor(systemActor('test'), (tx) =>
    settleInbound(tx, { inboundId: kept.inboundId, outcome: 'INBOX', task: { kind: 'UNREAD_SMS', text }, reply: null }),
  );
  const [task] = await world.sql<{ id: string }>('SELECT id FROM tasks WHERE origin_key = $1', [
    `inbound:${kept.inboundId}`,
  ]);
  return task?.id ?? '';
}

async function approved(): Promise<string> {
  const [doctor] = world.clinic.doctors;
  const body = {
    doctorId: doctor.id,
    patientId: world.clinic.patients[1].id,
    startsAt: await world.freshStart(doctor.id),
  };
  const id = String((await world.as('SECRETARY').post('/sessions', body)).body['id']);
  expect((await world.as('DOCTOR').post(`/sessions/${id}/approve`)).status).toBe(200);
  return id;
}

async function declined(): Promise<{ sessionId: string; taskId: string }> {
  const sessionId = await approved();
  await world.as('SECRETARY').post(`/sessions/${sessionId}/decline`);
  await world.sessions.idle();
  const [task] = await world.sql<{ id: string }>('SELECT id FROM tasks WHERE session_id = $1', [sessionId]);
  return { sessionId, taskId: task?.id ?? '' };
}

describe('the list', () => {
  it('tells what each task is about, newest first, a page at a time', async () => {
    const { sessionId, taskId } = await declined();
    const unreadId = await unread('+15550007101');
    const page = await world.as('SECRETARY').get<Page>('/tasks?kind=DECLINED,UNREAD_SMS&state=OPEN&limit=1');
    expect(page.body.items).toMatchObject([
      { id: unreadId, kind: 'UNREAD_SMS', state: 'OPEN', phone: '+15550007101', text: 'can I bring my dog?' },
    ]);
    const query = `kind=DECLINED,UNREAD_SMS&state=OPEN&limit=1&cursor=${page.body.nextCursor}`;
    expect((await world.as('ADMIN').get<Page>(`/tasks?${query}`)).body.items).toMatchObject([
      {
        id: taskId,
        session: { id: sessionId, status: 'APPROVED' },
        patient: { fullName: 'Jonas Weber' },
        phone: world.clinic.patients[1].phone,
        dueAt: expect.any(String),
      },
    ]);
    expect((await world.as('SECRETARY').get(`/tasks/${taskId}`)).body).toMatchObject({ id: taskId });
  });

  it('says what is wrong with a wish', async () => {
    const desk = world.as('SECRETARY');
    expect(await desk.get('/tasks?kind=NOTHING')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/kind/0' }] },
    });
    expect(await desk.get('/tasks?unreached=yesterday')).toMatchObject({ status: 422 });
    expect(await desk.get('/tasks?cursor=abc')).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/cursor' }] },
    });
    expect((await desk.get(`/tasks/${randomUUID()}`)).status).toBe(404);
    expect((await world.as('DOCTOR').get('/tasks')).status).toBe(403);
  });

  it('finds tomorrow’s patients who were not reached, with the task about each', async () => {
    const sessionId = await approved();
    await world.sql(
      `UPDATE sessions SET starts_at = t, ends_at = t + interval '30 minutes'
         FROM (SELECT ((now() AT TIME ZONE 'Europe/Berlin')::date + 1 + time '06:10') AT TIME ZONE 'Europe/Berlin' AS t) x
        WHERE id = $1`,
      [sessionId],
    );
    const find = async () => {
      const { body } = await world.as('SECRETARY').get<Page>('/tasks?unreached=tomorrow');
      return { ...body, of: body.unreached?.find(({ session }) => session.id === sessionId) };
    };
    expect((await find()).of).toMatchObject({ reason: 'NO_RECEIPT', taskId: null });
    await world.sql(
      `INSERT INTO tasks (kind, session_id, patient_id, origin_key)
       SELECT 'CALL_PATIENT', id, patient_id, 'test:no-answer' FROM sessions WHERE id = $1`,
      [sessionId],
    );
    const found = await find();
    expect(found.items).toMatchObject([{ kind: 'CALL_PATIENT', session: { id: sessionId } }]);
    expect(found.of).toMatchObject({ reason: 'CALL', taskId: found.items[0]?.id });
    await world.as('SECRETARY').post(`/tasks/${found.items[0]?.id}/done`, { note: 'comes' });
    expect((await find()).items).toEqual([]);
  });

  it('is noted as a read', async () => {
    await world.as('SECRETARY').get('/tasks');
    const entries = await world.sql(`SELECT 1 FROM audit_entries WHERE entity = 'task' AND action = 'read'`);
    expect(entries.length).toBeGreaterThan(0);
  });
});

describe('a task', () => {
  it('is claimed once, and the next one hears by whom', async () => {
    const taskId = await unread('+15550007102');
    expect(await world.as('SECRETARY').post(`/tasks/${taskId}/claim`)).toMatchObject({
      status: 200,
      body: { state: 'CLAIMED', claimedBy: { id: world.clinic.secretary.userId } },
    });
    const second = await world.as('ADMIN').post(`/tasks/${taskId}/claim`);
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'invalid_transition', claimedBy: { id: world.clinic.secretary.userId } },
    });
    expect(String(second.body['detail'])).toMatch(/ is on this task\.$/);
    expect(await world.as('ADMIN').post(`/tasks/${taskId}/done`, { note: 'called her' })).toMatchObject({
      status: 200,
      body: { state: 'DONE', note: 'called her', doneBy: { id: world.clinic.admin.userId } },
    });
    expect(await world.as('SECRETARY').post(`/tasks/${taskId}/done`)).toMatchObject({ status: 409 });
  });

  it('gives the same answer to the same key', async () => {
    const taskId = await unread('+15550007103');
    const first = await world.as('SECRETARY').post(`/tasks/${taskId}/done`, { note: 'x' }, 'done-once');
    expect(await world.as('SECRETARY').post(`/tasks/${taskId}/done`, { note: 'x' }, 'done-once')).toMatchObject({
      status: 200,
      body: first.body,
    });
    const other = await world.as('SECRETARY').post(`/tasks/${taskId}/done`, { note: 'y' }, 'done-once');
    expect(other.body['code']).toBe('idempotency_conflict');
  });
});

describe('an answer', () => {
  it('goes to the number once for each key, and is handed over each time', async () => {
    const taskId = await unread('+15550007104');
    const send = () => world.as('SECRETARY').post(`/tasks/${taskId}/reply`, { text: 'Sí, “mañana” à 8' }, 'reply-once');
    const first = await send();
    expect(first).toMatchObject({ status: 200, body: { state: 'CLAIMED', replies: [{ status: 'QUEUED' }] } });
    expect((await send()).body).toEqual(first.body);
    const rows = await world.sql<{ id: string; body: string; phone: string }>(
      `SELECT id, body, phone FROM notifications WHERE task_id = $1 AND kind = 'STAFF_REPLY'`,
      [taskId],
    );
    expect(rows).toMatchObject([{ body: 'Sí, “mañana” à 8', phone: '+15550007104' }]);
    expect(world.handedOver).toEqual(Array(2).fill({ taskId, notificationIds: [rows[0]?.id] }));
  });

  it('is among the session’s messages', async () => {
    const { sessionId, taskId } = await declined();
    expect((await world.as('SECRETARY').post(`/tasks/${taskId}/reply`, { text: 'We will call you' })).status).toBe(200);
    const { body } = await world.as('SECRETARY').get<{ items: { kind: string }[] }>(`/sessions/${sessionId}/messages`);
    expect(body.items.map(({ kind }) => kind)).toContain('STAFF_REPLY');
  });

  it('is refused in words where the number wants none', async () => {
    const taskId = await unread('+15550007105');
    await world.sql(
      `INSERT INTO consents (phone, kind, source, wording) VALUES ('+15550007105', 'OPT_OUT', 'SMS', 'STOP')`,
    );
    expect(await world.as('SECRETARY').post(`/tasks/${taskId}/reply`, { text: 'hello' })).toMatchObject({
      status: 409,
      body: { code: 'invalid_transition', detail: 'This number has opted out of texts. Please call instead.' },
    });
    expect((await world.as('SECRETARY').post(`/tasks/${taskId}/reply`, { text: '  ' })).status).toBe(422);
  });
});

describe('a receipt', () => {
  it('that a text failed has what comes next delivered by the session', async () => {
    const sessionId = await approved();
    const [reminder] = await world.sql<{ id: string }>(
      `INSERT INTO notifications (session_id, session_version, kind, channel, recipient, patient_id, occasion)
       SELECT id, version, 'REMINDER', 'SMS', 'PATIENT', patient_id, 'REMINDER/180' FROM sessions WHERE id = $1 RETURNING id`,
      [sessionId],
    );
    const providerId = `SM${randomUUID()}`;
    const settlement = { notificationId: reminder?.id ?? '', status: 'SENT' as const, providerId, errorCode: null };
    await world.worker.withActor(systemActor('test'), (tx) => settleDelivery(tx, settlement));
    const sms = createApiClient({ baseUrl: world.origin, botClient: BOT, deadlineMs: 5_000 }).as({
      channel: 'SMS',
      subject: world.clinic.patients[1].phone,
    });
    world.sessions.addressed.length = 0;
    const body = { providerMessageId: providerId, status: 'undelivered', errorCode: '30003' } as const;
    expect(await sms.call(operations.receiveSmsStatus, { body })).toMatchObject({ status: 204 });
    const [mail] = await world.sql(`SELECT channel FROM notifications WHERE fallback_of = $1`, [reminder?.id]);
    expect(mail).toEqual({ channel: 'EMAIL' });
    expect(world.sessions.addressed).toEqual([sessionId]);
  });
});
