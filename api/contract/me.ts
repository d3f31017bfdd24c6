import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson } from './operation.js';
import { language, NAME_MAX, phone, timeZone, words } from './primitives.js';
import { user } from './resources/people.js';

export const updateMe = defineOperation({
  operationId: 'updateMe',
  method: 'PATCH',
  path: '/me',
  tag: 'me',
  summary: 'Change the own profile; the patient record or doctor profile follows',
  access: inPerson(ANY_USER),
  body: z.strictObject({
    fullName: words(NAME_MAX).optional(),
    phone: phone.nullable().optional().meta({ description: 'A new number is unverified' }),
    timeZone: timeZone.optional(),
    language: language.optional(),
    consent: z.boolean().optional().meta({ description: 'Patients: whether the phone may be texted about sessions' }),
  }),
  responses: { 200: user },
  errors: [],
  idempotent: true,
});
