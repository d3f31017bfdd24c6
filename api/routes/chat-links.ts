import { randomUUID } from 'node:crypto';
import { anonymousActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { Tx } from '../../prisma/actor.js';
import {
  createLinkCode as keepCode,
  linkChat as redeemCode,
  removeChatLink as endLink,
} from '../../prisma/stores/chat-link-store.js';
import { listChatLinks as listLinkViews } from '../../prisma/views/chat-link-view.js';
import { chatSubjectHash, linkCode, linkCodeHash } from '../auth/link-codes.js';
import { askForPhoneCode, proveOwnPhone } from '../auth/phone-links.js';
import { tooMany } from '../auth/too-many.js';
import { createLinkCode, linkChat, listChatLinks, removeChatLink } from '../contract/chat-links.js';
import type { RequestOf } from '../contract/operation.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import { invalidField } from '../http/problem.js';

/** Which chat identities may act for an account, and how they come to. */
export function chatLinkRoutes(context: ApiContext): Endpoint[] {
  const { db, secrets, tokenCheck } = context;
  return [
    implement(createLinkCode, async (exchange) => {
      if (exchange.body.channel === 'SMS') return askForPhoneCode(context, exchange, exchange.body.phone);
      // An answer may be remembered under its key: what is kept there is the id, and the code is drawn from it each time.
      const { body } = await once<typeof createLinkCode>(context, wishOf(createLinkCode, exchange), async (tx) => {
        const { id, expiresAt } = await newCode(tx, secrets.linkCodeKey);
        return reply(201, { code: id, expiresAt });
      });
      const { code: id = '', expiresAt } = body;
      return reply(201, { code: linkCode(secrets.linkCodeKey, id), expiresAt });
    }),
    implement(linkChat, async ({ body, principal, requestId }) => {
      if (body.channel === 'SMS') return reply(200, await proveOwnPhone(context, principal, body.code));
      if (principal.kind !== 'BOT') throw new DomainError('forbidden', 'Type a code for Slack to the bot.');
      const { link, fullName, endedLinkId } = await linked(context, body, requestId);
      if (endedLinkId !== null) tokenCheck.forgetLink(endedLinkId);
      return reply(200, { link, fullName });
    }),
    implement(listChatLinks, async ({ query: { limit, cursor = null }, principal: { actor } }) =>
      reply(200, await db.withActor(actor, (tx) => listLinkViews(tx, actor.id, { limit, cursor }))),
    ),
    implement(removeChatLink, async (exchange) => {
      const { params, principal } = exchange;
      const answer = await once<typeof removeChatLink>(context, wishOf(removeChatLink, exchange), async (tx) => {
        const { found } = await endLink(tx, { linkId: params.id });
        if (!found) throw absent('chat link', principal.actor.role);
        return reply(204, undefined);
      });
      tokenCheck.forgetLink(params.id);
      return answer;
    }),
  ];
}

async function newCode(tx: Tx, key: Buffer): Promise<{ id: string; expiresAt: string }> {
  const id = randomUUID();
  const kept = await keepCode(tx, { id, channel: 'SLACK', codeHash: linkCodeHash(key, linkCode(key, id)) });
  if (kept.state === 'CREATED') return { id, expiresAt: kept.expiresAt };
  throw tooMany('You have asked for many codes. Use the newest one, or wait a while.', kept.retryAfterSeconds);
}

/** Thrown after the commit: the wrong codes are counted. */
async function linked(
  { db, secrets }: ApiContext,
  { channel, code, slackUserId }: Extract<RequestOf<typeof linkChat>['body'], { channel: 'SLACK' }>,
  requestId: string,
) {
  const command = {
    channel,
    subject: slackUserId,
    subjectHash: chatSubjectHash(secrets.linkCodeKey, channel, slackUserId),
    codeHash: linkCodeHash(secrets.linkCodeKey, code),
  };
  const result = await db.withActor(anonymousActor(requestId, channel), (tx) => redeemCode(tx, command));
  switch (result.state) {
    case 'LINKED':
      return result;
    case 'WRONG':
      throw invalidField('/code', 'is wrong, used or expired; ask for a new one where you are signed in');
    case 'LIMITED':
      throw tooMany('Too many wrong codes. Please wait a while.', result.retryAfterSeconds);
    case 'DISABLED':
      throw new DomainError('account_disabled', 'This account is disabled.');
  }
}
