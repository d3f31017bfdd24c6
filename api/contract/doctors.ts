import { z } from 'zod';
import { ANY_USER, defineOperation, people } from './operation.js';
import { idParams, pageOf, pageQuery, queryFlag } from './primitives.js';
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
