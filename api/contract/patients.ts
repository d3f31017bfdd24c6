import { z } from 'zod';
import { ANY_USER, defineOperation, people, STAFF } from './operation.js';
import {
  email,
  idParams,
  language,
  NAME_MAX,
  pageOf,
  pageQuery,
  phone,
  text,
  timeZone,
  utcInstant,
  words,
} from './primitives.js';
import { patient } from './resources/people.js';

export const listPatients = defineOperation({
  operationId: 'listPatients',
  method: 'GET',
  path: '/patients',
  tag: 'patients',
  summary: 'Find patients by name, email or phone; a doctor finds own patients',
  access: people(STAFF),
  query: z.object({ search: text(NAME_MAX).optional(), ...pageQuery }),
  responses: { 200: pageOf(patient).meta({ id: 'PatientPage' }) },
  errors: [],
});

const contact = {
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  language: language.optional(),
  timeZone: timeZone.nullable().optional(),
  smsConsent: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the patient agreed to texts at a phone given here; true where left out' }),
};

export const createPatient = defineOperation({
  operationId: 'createPatient',
  method: 'POST',
  path: '/patients',
  tag: 'patients',
  summary: 'Register a patient who has no account',
  access: people(['SECRETARY', 'ADMIN']),
  body: z.strictObject({ fullName: words(NAME_MAX), ...contact }),
  responses: { 201: patient },
  errors: [],
  idempotent: true,
});

export const getPatient = defineOperation({
  operationId: 'getPatient',
  method: 'GET',
  path: '/patients/{id}',
  tag: 'patients',
  summary: 'One patient; patients read their own record, doctors that of their patients',
  access: people(ANY_USER),
  params: idParams,
  responses: { 200: patient },
  errors: ['not_found'],
});

export const updatePatient = defineOperation({
  operationId: 'updatePatient',
  method: 'PATCH',
  path: '/patients/{id}',
  tag: 'patients',
  summary: 'Correct a name or contact data',
  access: people(['SECRETARY', 'ADMIN']),
  params: idParams,
  body: z.strictObject({ fullName: words(NAME_MAX).optional(), ...contact }),
  responses: { 200: patient },
  errors: ['not_found'],
  idempotent: true,
});

const consent = z
  .object({
    phone: z.string(),
    kind: z.enum(['OPT_IN', 'OPT_OUT']),
    at: utcInstant,
    source: z.enum(['STAFF', 'PATIENT', 'SMS', 'PROVIDER']),
    wording: z.string(),
  })
  .meta({ id: 'Consent' });

export const listPatientConsents = defineOperation({
  operationId: 'listPatientConsents',
  method: 'GET',
  path: '/patients/{id}/consent',
  tag: 'patients',
  summary: 'What was agreed to and refused by the patient or for their number, newest first',
  access: people(['SECRETARY', 'ADMIN']),
  params: idParams,
  query: z.object(pageQuery),
  responses: { 200: pageOf(consent).meta({ id: 'ConsentPage' }) },
  errors: ['not_found'],
});
