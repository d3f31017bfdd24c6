import { z } from 'zod';
import { ROLES } from '../../domain/actor.js';
import { defineOperation, inPerson } from './operation.js';
import {
  commaList,
  email,
  idParams,
  language,
  NAME_MAX,
  pageOf,
  pageQuery,
  phone,
  text,
  timeZone,
  words,
} from './primitives.js';
import { user } from './resources/people.js';

const USER_STATUSES = ['ACTIVE', 'DISABLED'] as const;
const ADMIN = inPerson(['ADMIN']);

export const listUsers = defineOperation({
  operationId: 'listUsers',
  method: 'GET',
  path: '/users',
  tag: 'users',
  summary: 'Accounts by name; search looks at name and email',
  access: ADMIN,
  query: z.object({
    search: text(NAME_MAX).optional(),
    role: commaList(ROLES).optional(),
    status: commaList(USER_STATUSES).optional(),
    ...pageQuery,
  }),
  responses: { 200: pageOf(user).meta({ id: 'UserPage' }) },
  errors: [],
});

export const createUser = defineOperation({
  operationId: 'createUser',
  method: 'POST',
  path: '/users',
  tag: 'users',
  summary: 'Make an account; an invitation mail lets the person set a password',
  access: ADMIN,
  body: z.strictObject({
    email,
    fullName: words(NAME_MAX),
    role: z.enum(ROLES),
    phone: phone.nullable().optional(),
    timeZone: timeZone.nullable().optional(),
    language: language
      .optional()
      .meta({ description: 'Of the invitation and all later mails; English where left out' }),
    specialty: words(NAME_MAX).nullable().optional().meta({ description: 'Doctors only' }),
  }),
  responses: { 201: user },
  errors: ['email_taken'],
  idempotent: true,
});

export const getUser = defineOperation({
  operationId: 'getUser',
  method: 'GET',
  path: '/users/{id}',
  tag: 'users',
  summary: 'One account',
  access: ADMIN,
  params: idParams,
  responses: { 200: user },
  errors: ['not_found'],
});

export const updateUser = defineOperation({
  operationId: 'updateUser',
  method: 'PATCH',
  path: '/users/{id}',
  tag: 'users',
  summary: 'Disable or enable an account, change its role or contact data; the last active admin stays one',
  access: ADMIN,
  params: idParams,
  body: z.strictObject({
    status: z.enum(USER_STATUSES).optional(),
    role: z.enum(ROLES).optional(),
    fullName: words(NAME_MAX).optional(),
    phone: phone.nullable().optional(),
  }),
  responses: { 200: user },
  errors: ['not_found', 'invalid_transition'],
  idempotent: true,
});

export const unlockUser = defineOperation({
  operationId: 'unlockUser',
  method: 'POST',
  path: '/users/{id}/unlock',
  tag: 'users',
  summary: 'Let an account that is locked after failed sign-ins sign in again',
  access: ADMIN,
  params: idParams,
  responses: { 200: user },
  errors: ['not_found'],
  idempotent: true,
});
