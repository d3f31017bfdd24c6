import { randomUUID } from 'node:crypto';
import { anonymousActor, systemActor } from '../../../domain/actor.js';
import type { TaskKind } from '../../../domain/tasks/types.js';
import type { Tx } from '../../../prisma/actor.js';
import { recordReceipt, settleDelivery, type TakenReceipt } from '../../../prisma/stores/delivery-store.js';
import { receiveSms, settleInbound } from '../../../prisma/stores/inbound-store.js';
import { actorOf, seedClinic, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { connected } from './connected.js';
import { book, bookApproved, createSlots } from './commands.js';

export interface StoredTask {
  id: string;
  kind: TaskKind;
  state: string;
  sessionId: string | null;
  patientId: string | null;
  phone: string | null;
  text: string | null;
  note: string | null;
  version: number;
  claimedBy: string | null;
  doneBy: string | null;
}

/** A clinic whose messages come to what a test says, and the work that follows. */
export interface TasksWorld extends AsyncDisposable {
  db: TestDatabase;
  clinic: TestClinic;
  asDesk<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  asAdmin<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A request of the second patient, who has no account, at a time of its own. */
  requested(patient?: 0 | 1 | 2): Promise<string>;
  approved(patient?: 0 | 1 | 2): Promise<string>;
  /** The id of a message to the patient. */
  message(sessionId: string, kind: string, channel: 'SMS' | 'EMAIL'): Promise<string>;
  settle(notificationId: string, status: 'SENT' | 'FAILED' | 'SUPPRESSED', errorCode?: string | null): Promise<Settled>;
  receipt(providerId: string, status: 'SENT' | 'DELIVERED' | 'FAILED', errorCode?: string): Promise<TakenReceipt>;
  /** A text that a person has to read, from that number; the task's id. */
  unread(from: string, text?: string): Promise<string>;
  tasks(sessionId: string): Promise<StoredTask[]>;
  task(taskId: string): Promise<StoredTask>;
  rows<T>(sql: string, ...values: unknown[]): Promise<T[]>;
}

export interface Settled {
  providerId: string;
  fallbacks: string[];
}

export async function openTasksWorld(): Promise<TasksWorld> {
  const db = await openTestDatabase();
  const clinic = await seedClinic(db);
  const nextSlot = createSlots(30);
  const system = systemActor('test');
  const asSystem = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.worker.withActor(system, work);
  const superuser = await connected(db.superuserUrl);
  const rows = async <T>(sql: string, ...values: unknown[]): Promise<T[]> =>
    (await superuser.client.query(sql, values)).rows as T[];
  const tasksWhere = (condition: string, value: string): Promise<StoredTask[]> =>
    rows(
      `SELECT id, kind, state, session_id AS "sessionId", patient_id AS "patientId", phone, text, note, version,
              claimed_by AS "claimedBy", done_by AS "doneBy"
         FROM tasks WHERE ${condition} ORDER BY created_at, id`,
      value,
    );
  return {
    db,
    clinic,
    asDesk: (work) => db.app.withActor(actorOf('SECRETARY', clinic.secretary.userId), work),
    asAdmin: (work) => db.app.withActor(actorOf('ADMIN', clinic.admin.userId), work),
    asSystem,
    requested: (patient = 1) => book(db.worker, clinic, { ...nextSlot(), patientId: clinic.patients[patient].id }),
    async approved(patient = 1) {
      const wanted = { ...nextSlot(), patientId: clinic.patients[patient].id };
      return (await bookApproved(db.worker, clinic, wanted)).sessionId;
    },
    async message(sessionId, kind, channel) {
      const [row] = await rows<{ id: string }>(
        `SELECT id FROM notifications WHERE session_id = $1 AND kind = $2 AND channel = $3 AND recipient = 'PATIENT'`,
        sessionId,
        kind,
        channel,
      );
      if (row === undefined) throw new Error(`No ${kind} by ${channel}.`);
      return row.id;
    },
    async settle(notificationId, status, errorCode = null) {
      const providerId = `SM${randomUUID()}`;
      const command = { notificationId, status, providerId: status === 'SENT' ? providerId : null, errorCode };
      await rows(
        `UPDATE notifications n SET address = coalesce(n.address, n.phone, p.phone)
           FROM patients p WHERE n.id = $1 AND p.id = n.patient_id AND n.channel = 'SMS'`,
        notificationId,
      );
      return { providerId, fallbacks: await asSystem((tx) => settleDelivery(tx, command)) };
    },
    receipt: (providerId, status, errorCode) =>
      db.app.withActor(anonymousActor('test', 'SMS'), (tx) =>
        recordReceipt(tx, { providerId, status, errorCode: errorCode ?? null }),
      ),
    async unread(from, text = 'can I bring my dog?') {
      const message = { providerMessageId: randomUUID(), from, text };
      const kept = await db.app.withActor(anonymousActor('test', 'SMS'), (tx) => receiveSms(tx, message));
      const task = { kind: 'UNREAD_SMS' as const, text };
      await asSystem((tx) => settleInbound(tx, { inboundId: kept.inboundId, outcome: 'INBOX', task, reply: null }));
      const [row] = await tasksWhere('origin_key = $1', `inbound:${kept.inboundId}`);
      return row?.id ?? '';
    },
    tasks: (sessionId) => tasksWhere('session_id = $1', sessionId),
    task: async (taskId) => (await tasksWhere('id = $1', taskId))[0] as StoredTask,
    rows,
    async [Symbol.asyncDispose]() {
      await superuser[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
