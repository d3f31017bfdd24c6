import pg from 'pg';
import type { JWK } from 'jose';
import type { Role } from '../../../domain/actor.js';
import { DomainError } from '../../../domain/errors.js';
import type { Slot } from '../../../domain/availability/types.js';
import type { Database } from '../../../prisma/actor.js';
import { startApi, type RunningApi } from '../../support/api-context.js';
import { seedClinic, TEST_PASSWORD, type TestClinic } from '../../support/clinic.js';
import { openTestDatabase } from '../../support/database.js';
import { createFakeSessionClient, type FakeSessionClient } from '../../support/fake-session-client.js';
import { bearer, createCaller, type Caller } from './caller.js';

export interface World extends AsyncDisposable {
  origin: string;
  api: RunningApi;
  privateJwk: JWK;
  clinic: TestClinic;
  sessions: FakeSessionClient;
  /** The worker's login. */
  worker: Database;
  /** Text messages handed to their workflow. */
  handled: { inboundId: string; providerMessageId: string }[];
  /** Messages handed to the workflows of tasks. */
  handedOver: { taskId: string; notificationIds: string[] }[];
  /** Ids of the mails about accounts whose delivery was started. */
  mailed: string[];
  /** While true, no delivery of such a mail can be started. */
  mailsFail: boolean;
  nobody: Caller;
  /** Somebody of the role: the first doctor, the first patient. */
  as(role: Role): Caller;
  signIn(email: string, password?: string): Promise<Caller>;
  /** As the superuser: row-level security does not apply. */
  sql<T extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  /** The start of a slot that nobody was given before. */
  freshStart(doctorId: string): Promise<string>;
}

const DAY_MS = 86_400_000;
/** Slots are handed out an hour apart, so that none touches another. */
const EVERY = 4;

/** A real API on a real database, with a stand-in for the workflows only. */
export async function openWorld(): Promise<World> {
  const database = await openTestDatabase();
  const clinic = await seedClinic(database);
  const pool = new pg.Pool({ connectionString: database.superuserUrl, max: 2 });
  // `end` does not wait for the server, which cuts what is left when the database is dropped.
  pool.on('error', () => undefined);
  await pool.query('UPDATE policy SET sign_ins_per_source_per_minute = 1000, patient_cancel_cutoff_minutes = 60');
  const handled: World['handled'] = [];
  const sessions = createFakeSessionClient(database.worker, () => new Date());
  const inbound = {
    handle: (inboundId: string, providerMessageId: string) => {
      handled.push({ inboundId, providerMessageId });
      return Promise.resolve();
    },
  };
  const accountMails = {
    deliver: (mailId: string) => {
      if (world.mailsFail) return Promise.reject(new DomainError('temporarily_unavailable', 'No mail leaves.'));
      world.mailed.push(mailId);
      return Promise.resolve();
    },
  };
  const handedOver: World['handedOver'] = [];
  const tasks = {
    changed: () => Promise.resolve(),
    show: () => Promise.resolve(),
    deliver: async (taskId: string, notificationIds: string[]) => void handedOver.push({ taskId, notificationIds }),
  };
  const api = await startApi({ db: database.app, sessions, inbound, accountMails, tasks });
  const nobody = createCaller(api.origin, {});
  const signIn = async (email: string, password = TEST_PASSWORD): Promise<Caller> => {
    const answer = await nobody.post('/auth/login', { email, password });
    if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
    return bearer(api.origin, String(answer.body['accessToken']));
  };
  const callers = await signInAll(clinic, signIn);
  const world: World = {
    origin: api.origin,
    api,
    privateJwk: api.privateJwk,
    clinic,
    sessions,
    worker: database.worker,
    handled,
    handedOver,
    mailed: [],
    mailsFail: false,
    nobody,
    as: (role) => callers[role],
    signIn,
    sql: async (text, values) => (await pool.query(text, values)).rows as never,
    freshStart: slotDispenser(callers.ADMIN),
    async [Symbol.asyncDispose]() {
      await sessions.idle();
      await api[Symbol.asyncDispose]();
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
  return world;
}

async function signInAll(clinic: TestClinic, signIn: World['signIn']): Promise<Record<Role, Caller>> {
  const [ADMIN, SECRETARY, DOCTOR, PATIENT] = await Promise.all([
    signIn(clinic.admin.email),
    signIn(clinic.secretary.email),
    signIn(clinic.doctors[0].email),
    signIn(clinic.patients[0].email),
  ]);
  return { ADMIN, SECRETARY, DOCTOR, PATIENT };
}

function slotDispenser(admin: Caller): World['freshStart'] {
  const given = new Map<string, Slot[]>();
  return async (doctorId) => {
    const left = given.get(doctorId) ?? (await slotsOf(admin, doctorId)).filter((_, index) => index % EVERY === 0);
    given.set(doctorId, left);
    const next = left.shift();
    if (!next) throw new Error('no slot is left');
    return next.startsAt;
  };
}

async function slotsOf(admin: Caller, doctorId: string): Promise<Slot[]> {
  const date = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const slots: Slot[] = [];
  for (let from = 3; from < 58; from += 5) {
    const query = `doctorId=${doctorId}&from=${date(from)}&to=${date(from + 5)}&limit=200`;
    slots.push(...(await admin.get<{ items: Slot[] }>(`/slots?${query}`)).body.items);
  }
  return slots;
}
