import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson } from './operation.js';
import { idParams, NAME_MAX, pageOf, pageQuery, text, utcInstant } from './primitives.js';

const chatLink = z
  .object({ id: z.guid(), channel: z.enum(['SLACK', 'SMS']), subject: z.string(), linkedAt: utcInstant })
  .meta({ id: 'ChatLink', description: 'A chat identity that may act for the account' });

/** The code is shown once, lives ten minutes, and is good for one link. A new one replaces the one before. */
export const createLinkCode = defineOperation({
  operationId: 'createLinkCode',
  method: 'POST',
  path: '/auth/chat/link-codes',
  tag: 'auth',
  summary: 'A one-time code to type to the bot, which links the chat identity that types it',
  access: inPerson(ANY_USER),
  body: z.strictObject({ channel: z.enum(['SLACK']) }),
  responses: { 201: z.object({ code: z.string(), expiresAt: utcInstant }).meta({ id: 'LinkCode' }) },
  errors: ['rate_limited'],
  idempotent: true,
});

/** A wrong, used or expired code is a validation error at /code; too many of them by one chat identity are refused for a while. */
export const linkChat = defineOperation({
  operationId: 'linkChat',
  method: 'POST',
  path: '/auth/chat/link',
  tag: 'auth',
  summary: 'Redeem a code that a person typed in a chat; an identity linked to somebody else before moves over',
  access: { kind: 'BOT' },
  body: z.strictObject({ channel: z.enum(['SLACK']), code: text(64).min(1), slackUserId: text(NAME_MAX).min(1) }),
  responses: { 200: z.object({ link: chatLink, fullName: z.string() }).meta({ id: 'LinkedChat' }) },
  errors: ['rate_limited', 'account_disabled'],
});

export const listChatLinks = defineOperation({
  operationId: 'listChatLinks',
  method: 'GET',
  path: '/auth/chat/links',
  tag: 'auth',
  summary: 'The chat identities that may act for the signed-in person',
  access: inPerson(ANY_USER),
  query: z.object(pageQuery),
  responses: { 200: pageOf(chatLink).meta({ id: 'ChatLinkPage' }) },
  errors: [],
});

export const removeChatLink = defineOperation({
  operationId: 'removeChatLink',
  method: 'DELETE',
  path: '/auth/chat/links/{id}',
  tag: 'auth',
  summary: 'End a link; it stops working at once',
  access: inPerson(ANY_USER),
  params: idParams,
  responses: { 204: null },
  errors: ['not_found'],
  idempotent: true,
});
