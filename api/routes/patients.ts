import { randomUUID } from 'node:crypto';
import {
  createPatient as insertPatient,
  listConsents,
  listPatients as listPatientViews,
  readPatient,
  updatePatient as changePatient,
} from '../../prisma/views/patient-view.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { createPatient, getPatient, listPatientConsents, listPatients, updatePatient } from '../contract/patients.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { noteRead } from '../http/note-read.js';

export function patientRoutes(context: ApiContext): Endpoint[] {
  return [...readingPatients(context), ...writingPatients(context)];
}

function readingPatients({ db }: ApiContext): Endpoint[] {
  return [
    implement(listPatients, async ({ query, principal: { actor } }) => {
      const { search, limit, cursor = null } = query;
      const page = await db.withActor(actor, async (tx) => {
        const found = await listPatientViews(tx, { search: search?.trim() || null }, { limit, cursor });
        await noteRead(tx, actor.role, { entity: 'patient', listed: found.items.length });
        return found;
      });
      return reply(200, page);
    }),
    implement(getPatient, async ({ params, principal: { actor } }) => {
      const patient = await db.withActor(actor, async (tx) => {
        const found = await readPatient(tx, params.id);
        if (found !== null) await noteRead(tx, actor.role, { entity: 'patient', entityId: found.id });
        return found;
      });
      if (patient === null) throw absent('patient', actor.role);
      return reply(200, patient);
    }),
    implement(listPatientConsents, async ({ params, query: { limit, cursor = null }, principal: { actor } }) => {
      const page = await db.withActor(actor, async (tx) => {
        if ((await readPatient(tx, params.id)) === null) throw absent('patient', actor.role);
        await noteRead(tx, actor.role, { entity: 'patient', entityId: params.id });
        return listConsents(tx, params.id, { limit, cursor });
      });
      return reply(200, page);
    }),
  ];
}

function writingPatients(context: ApiContext): Endpoint[] {
  return [
    implement(createPatient, async (exchange) => {
      const { fullName, email = null, phone = null, language = 'en', timeZone, smsConsent = true } = exchange.body;
      return once<typeof createPatient>(context, wishOf(createPatient, exchange), async (tx) => {
        const zone = timeZone ?? (await readPolicy(tx)).timeZone;
        const contact = { fullName, email, phone, language, timeZone: zone, smsConsent: smsConsent && phone !== null };
        const createdBy = exchange.principal.actor.id;
        return reply(201, await insertPatient(tx, { id: randomUUID(), createdBy, ...contact }));
      });
    }),
    implement(updatePatient, async (exchange) => {
      const { params, body, principal } = exchange;
      return once<typeof updatePatient>(context, wishOf(updatePatient, exchange), async (tx) => {
        const { timeZone, smsConsent, ...rest } = body;
        const consent = smsConsent ?? (typeof body.phone === 'string' ? true : undefined);
        const zone = timeZone === null ? (await readPolicy(tx)).timeZone : timeZone;
        const patient = await changePatient(tx, params.id, { ...rest, timeZone: zone, smsConsent: consent });
        if (patient === null) throw absent('patient', principal.actor.role);
        return reply(200, patient);
      });
    }),
  ];
}
