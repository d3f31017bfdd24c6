import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson } from './operation.js';
import { email, language, NAME_MAX, PASSWORD_MAX, phone, text, timeZone, words } from './primitives.js';
import { user } from './resources/people.js';

const PASSWORD_MIN = 8;
const TOKEN_MAX = 128;

const newPassword = text(PASSWORD_MAX)
  .min(PASSWORD_MIN)
  .meta({ description: 'No rules but one: hard to guess, also for whoever knows the name and the address' });
const mailedToken = text(TOKEN_MAX).min(1).meta({ description: 'As mailed; good once, and not for long' });

export const register = defineOperation({
  operationId: 'register',
  method: 'POST',
  path: '/auth/register',
  tag: 'auth',
  summary: 'Sign up as a patient; a mail with a token to verify the address follows',
  access: { kind: 'PUBLIC' },
  body: z.strictObject({
    email,
    password: newPassword,
    fullName: words(NAME_MAX),
    phone: phone.nullable().optional(),
    timeZone: timeZone.nullable().optional(),
    language: language.optional(),
  }),
  responses: { 201: z.object({ user, message: z.string() }).meta({ id: 'Registered' }) },
  errors: ['email_taken', 'rate_limited'],
});

/**
 * A token that is wrong, used, replaced or too old is a validation error at /token, in like words. A password that is
 * needed, and missing or wrong, is one at /password; the token stays good then.
 */
export const verifyEmail = defineOperation({
  operationId: 'verifyEmail',
  method: 'POST',
  path: '/auth/verify-email',
  tag: 'auth',
  summary: 'Prove an address by the token that was mailed to it; a patient record with that address becomes theirs',
  access: { kind: 'PUBLIC' },
  body: z.strictObject({
    token: mailedToken,
    password: text(PASSWORD_MAX)
      .min(1)
      .optional()
      .meta({ description: 'The one of the sign-up; needed where a record of the clinic waits for the proof' }),
  }),
  responses: { 200: z.object({ user }).meta({ id: 'EmailVerified' }) },
  errors: ['account_locked', 'rate_limited'],
});

const promised = z.object({ message: z.string() }).meta({ id: 'Promised' });

export const resendVerification = defineOperation({
  operationId: 'resendVerification',
  method: 'POST',
  path: '/auth/verify-email/resend',
  tag: 'auth',
  summary: 'Another mail to verify the address; its token replaces the one before',
  access: inPerson(ANY_USER),
  responses: { 202: promised },
  errors: ['invalid_transition', 'rate_limited'],
  idempotent: true,
});

/** The answer is the same whether or not somebody has the address, and when asked too often. */
export const forgotPassword = defineOperation({
  operationId: 'forgotPassword',
  method: 'POST',
  path: '/auth/password/forgot',
  tag: 'auth',
  summary: 'Ask for a mail with a token to set a new password',
  access: { kind: 'PUBLIC' },
  body: z.strictObject({ email }),
  responses: { 202: promised },
  errors: [],
});

export const resetPassword = defineOperation({
  operationId: 'resetPassword',
  method: 'POST',
  path: '/auth/password/reset',
  tag: 'auth',
  summary: 'Set a password by a mailed token, that of an invitation too; ends every session, and any lock',
  access: { kind: 'PUBLIC' },
  body: z.strictObject({ token: mailedToken, password: newPassword }),
  responses: { 204: null },
  errors: ['rate_limited'],
});

export const changePassword = defineOperation({
  operationId: 'changePassword',
  method: 'POST',
  path: '/auth/password/change',
  tag: 'auth',
  summary: 'Change the own password; ends every other session',
  access: inPerson(ANY_USER),
  body: z.strictObject({ current: text(PASSWORD_MAX).min(1), password: newPassword }),
  responses: { 204: null },
  errors: ['account_locked', 'rate_limited'],
  idempotent: true,
});
