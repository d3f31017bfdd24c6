import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson } from './operation.js';
import { idParams, NAME_MAX, pageOf, pageQuery, phone, text, utcInstant } from './primitives.js';

const chatLink = z
  .object({ id: z.guid(), channel: z.enum(['SLACK', 'SMS']), subject: z.string(), linkedAt: utcInstant })
  .meta({ id: 'ChatLink', description: 'A chat identity that may act for the account' });

const SLACK = z.enum(['SLACK']);
const SMS = z.enum(['SMS']);

/**
 * A code lives ten minutes and is good for one link; a new one replaces the one before. One for Slack is shown once, one
 * for a phone is sent to it as a text, for patients with a record only. A number that wants no texts is a validation error
 * at /phone; more than three texts an hour to a number or five a day by a person are refused for a while.
 */
export const createLinkCode = defineOperation({
  operationId: 'createLinkCode',
  method: 'POST',
  path: '/auth/chat/link-codes',
  tag: 'auth',
  summary: 'A one-time code: for Slack to type to the bot, for a phone sent to it to type here',
  access: inPerson(ANY_USER),
  body: z.discriminatedUnion('channel', [
    z.strictObject({ channel: SLACK }),
    z.strictObject({ channel: SMS, phone: phone.describe('The patient’s own, to be verified') }),
  ]),
  responses: {
    201: z
      .object({ code: z.string().optional().describe('For Slack only'), expiresAt: utcInstant })
      .meta({ id: 'LinkCode' }),
  },
  errors: ['rate_limited'],
  idempotent: true,
});

/**
 * By the bot for Slack, by the patient who asked for a phone: the number is then on their record, verified, and may be
 * texted. A wrong, used or expired code is a validation error at /code. Too many of them by one Slack user are refused for
 * a while; a phone's code is good for nothing after five.
 */
export const linkChat = defineOperation({
  operationId: 'linkChat',
  method: 'POST',
  path: '/auth/chat/link',
  tag: 'auth',
  summary:
    'Redeem a code. A Slack user linked to somebody else before moves over; a phone may be linked to several patients',
  access: { kind: 'BOT_OR_USER', roles: ['PATIENT'] },
  body: z.discriminatedUnion('channel', [
    z.strictObject({ channel: SLACK, code: text(64).min(1), slackUserId: text(NAME_MAX).min(1) }),
    z.strictObject({ channel: SMS, code: text(64).min(1) }),
  ]),
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
  summary: 'End a link; it stops working at once. A phone stays on the record, verified, until it is changed there',
  access: inPerson(ANY_USER),
  params: idParams,
  responses: { 204: null },
  errors: ['not_found'],
  idempotent: true,
});
