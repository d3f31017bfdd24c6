import { operations } from '../../../api/contract/index.js';
import { BASE_PATH } from '../../../api/contract/operation.js';
import { DomainError } from '../../../domain/errors.js';
import type { Database } from '../../../prisma/actor.js';
import type { AccessWorld } from './access-world.js';
import { ask } from './ask.js';
import { SENT_WORDS } from './sent-words.js';

/** Requests that fail in every way there is, each with personal data where a careless log would pick it up. */
export async function provokeFaults(access: AccessWorld): Promise<void> {
  const { fullName, email, phone } = access.world.clinic.patients[0];
  const personal = JSON.stringify({ fullName, email, phone, password: SENT_WORDS.wrongPassword });
  const json = { 'content-type': 'application/json' };
  const requests: [path: string, init: RequestInit][] = [
    [`/auth/login`, { method: 'POST', headers: json, body: personal.slice(0, -1) }],
    [`/auth/login`, { method: 'POST', headers: json, body: personal }],
    [`/auth/login`, { method: 'POST', headers: json, body: personal.repeat(2_000) }],
    [`/auth/login`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: personal }],
    [`/auth/login`, { method: 'DELETE', headers: { authorization: `Bearer ${SENT_WORDS.token}` } }],
    [`/patients/${encodeURIComponent(email)}?search=${encodeURIComponent(fullName)}`, {}],
    [`/nowhere/${encodeURIComponent(fullName)}/${encodeURIComponent(phone)}`, { headers: { 'x-request-id': email } }],
  ];
  for (const [path, init] of requests) await (await fetch(access.origin + BASE_PATH + path, init)).text();
  await wrongPasswords(access);
  const quoting = new Error(`duplicate key: Key (email, phone)=(${email}, ${phone}) of ${fullName}`, {
    cause: new Error(personal),
  });
  await failEverywhere(access, quoting);
  await failEverywhere(access, new DomainError('temporarily_unavailable', personal, {}, { cause: quoting }));
}

async function wrongPasswords({ world, send }: AccessWorld): Promise<void> {
  for (const email of [world.clinic.admin.email, 'nobody.at.all@mail.example'])
    await send({}, operations.login, { body: { email, password: SENT_WORDS.wrongPassword } });
}

/** An app whose every transaction fails, once a caller is known. */
async function failEverywhere(access: AccessWorld, fault: Error): Promise<void> {
  const { context } = access.world.api;
  const db: Database = { ...context.db, withActor: () => Promise.reject(fault) };
  const origin = await access.serve({ ...context, db });
  const { clinic } = access.world;
  const { email } = clinic.admin;
  const body = { email, password: SENT_WORDS.wrongPassword };
  await ask(origin, {}, operations.login, { body });
  const identity = await access.identify('admin', operations.listPatients);
  await ask(origin, identity, operations.listPatients, { query: { search: clinic.patients[0].fullName } });
  await ask(origin, identity, operations.createPatient, { body: { fullName: SENT_WORDS.strangerName, email } });
}
