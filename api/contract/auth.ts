import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson, people } from './operation.js';
import { NAME_MAX, PASSWORD_MAX, text } from './primitives.js';
import { user } from './resources/people.js';

const signedIn = z
  .object({
    accessToken: z.string(),
    expiresInSeconds: z.int(),
    refreshToken: z.string(),
    user,
  })
  .meta({ id: 'SignedIn', description: 'Also set as cookies, with a CSRF token in a readable one' });

const refreshTokenGiven = z.strictObject({ refreshToken: text(512).min(1).optional() });

export const login = defineOperation({
  operationId: 'login',
  method: 'POST',
  path: '/auth/login',
  tag: 'auth',
  summary: 'Sign in with email and password',
  access: { kind: 'PUBLIC' },
  body: z.strictObject({ email: text(200).min(1), password: text(PASSWORD_MAX).min(1) }),
  responses: { 200: signedIn },
  errors: ['invalid_credentials', 'account_locked', 'account_disabled', 'rate_limited'],
});

export const refresh = defineOperation({
  operationId: 'refresh',
  method: 'POST',
  path: '/auth/refresh',
  tag: 'auth',
  summary: 'Exchange a refresh token for a new pair; using one twice ends the whole family',
  access: { kind: 'PUBLIC' },
  body: refreshTokenGiven,
  bodyRequired: false,
  responses: { 200: signedIn },
  errors: ['unauthenticated', 'csrf_failed'],
});

export const logout = defineOperation({
  operationId: 'logout',
  method: 'POST',
  path: '/auth/logout',
  tag: 'auth',
  summary: 'End the family of tokens that the refresh or access token belongs to',
  access: { kind: 'PUBLIC' },
  body: refreshTokenGiven,
  bodyRequired: false,
  responses: { 204: null },
  errors: ['unauthenticated', 'csrf_failed'],
});

export const me = defineOperation({
  operationId: 'me',
  method: 'GET',
  path: '/auth/me',
  tag: 'auth',
  summary: 'The signed-in person',
  access: people(ANY_USER),
  responses: { 200: user },
  errors: [],
});

export const getMe = defineOperation({
  operationId: 'getMe',
  method: 'GET',
  path: '/me',
  tag: 'me',
  summary: 'The signed-in person',
  access: inPerson(ANY_USER),
  responses: { 200: user },
  errors: [],
});

/** `subject` is a Slack user id, or a phone in E.164 form. A subject linked to nobody is a validation error at /subject. */
export const mintChatToken = defineOperation({
  operationId: 'mintChatToken',
  method: 'POST',
  path: '/auth/chat/token',
  tag: 'auth',
  summary: 'A delegated token for one operation, on behalf of the person linked to a chat identity',
  access: { kind: 'BOT' },
  body: z.strictObject({
    channel: z.enum(['SLACK', 'SMS']),
    subject: text(NAME_MAX).min(1),
    operation: text(64).min(1),
  }),
  responses: {
    200: z.object({ accessToken: z.string(), expiresInSeconds: z.int() }).meta({ id: 'DelegatedToken' }),
  },
  errors: ['account_disabled'],
});
