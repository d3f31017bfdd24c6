import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson, people, STAFF } from './operation.js';
import { idParams, localDate, pageOf, pageQuery, queryFlag, uuid } from './primitives.js';
import { doctor } from './resources/people.js';

export const listDoctors = defineOperation({
  operationId: 'listDoctors',
  method: 'GET',
  path: '/doctors',
  tag: 'doctors',
  summary: 'Doctors by name; only active ones unless staff ask for the others',
  access: people(ANY_USER),
  query: z.object({ active: queryFlag.optional(), ...pageQuery }),
  responses: { 200: pageOf(doctor).meta({ id: 'DoctorPage' }) },
  errors: [],
});

export const getDoctor = defineOperation({
  operationId: 'getDoctor',
  method: 'GET',
  path: '/doctors/{id}',
  tag: 'doctors',
  summary: 'One doctor',
  access: people(ANY_USER),
  params: idParams,
  responses: { 200: doctor },
  errors: ['not_found'],
});

const MAX_COVER_ENTRIES = 100;
const coverEntry = { doctorId: uuid, from: localDate, to: localDate };
const cover = z.array(z.object(coverEntry)).meta({ id: 'DoctorCover' });

export const getDoctorCover = defineOperation({
  operationId: 'getDoctorCover',
  method: 'GET',
  path: '/doctors/{id}/cover',
  tag: 'doctors',
  summary: 'Who decides, or decided, in a doctor’s place; local dates of the clinic, both included',
  access: people(STAFF),
  params: idParams,
  responses: { 200: cover },
  errors: ['not_found'],
});

export const setDoctorCover = defineOperation({
  operationId: 'setDoctorCover',
  method: 'PUT',
  path: '/doctors/{id}/cover',
  tag: 'doctors',
  summary: 'Set who decides in a doctor’s place from today on; days that are over stay as they were',
  access: inPerson(['DOCTOR', 'ADMIN']),
  params: idParams,
  body: z.array(z.strictObject(coverEntry)).max(MAX_COVER_ENTRIES),
  responses: { 200: cover },
  errors: ['not_found', 'past_date'],
  idempotent: true,
});
