import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.js';
import { phoneCode } from '../../platform/account-tokens.js';
import type { Tx } from '../../prisma/actor.js';
import { createPhoneCode, linkPhone, openPhoneCode } from '../../prisma/stores/chat-link-store.js';
import type { ApiContext } from '../context.js';
import { createLinkCode, type linkChat } from '../contract/chat-links.js';
import type { ResponseOf } from '../contract/operation.js';
import { reply, type Exchange, type Reply } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';
import type { Bot, Person } from '../http/principal.js';
import { invalidField } from '../http/problem.js';
import { sendOff } from './account-mail.js';
import { codeSourceHash, phoneCodeHash } from './link-codes.js';
import { tooMany } from './too-many.js';

const NO_TEXTS =
  'has asked for no text messages. Text START to us from that phone, or switch texts on in your account, and try again';
const WRONG = 'is not the code of our newest text; please look again';
const OVER = 'is used, expired or was mistyped too often; please ask for a new one';

/** Has a code sent to a phone that the signed-in patient names. The answer says until when it is good, never the code. */
export async function askForPhoneCode(
  context: ApiContext,
  exchange: Exchange<typeof createLinkCode>,
  phone: string,
): Promise<Reply<typeof createLinkCode>> {
  demandPatient(exchange.principal);
  // What may be remembered under the key is the text's id, so that a repeat sends off the same text; none where the number
  // wants no texts. That is thrown after the commit: it is counted.
  const { body } = await once<typeof createLinkCode>(context, wishOf(createLinkCode, exchange), async (tx) =>
    reply(201, await newCode(context, tx, { phone, source: exchange.source })),
  );
  const { code: mailId, expiresAt } = body;
  if (mailId === undefined) throw invalidField('/phone', NO_TEXTS);
  await sendOff(context, mailId, exchange.requestId);
  return reply(201, { expiresAt });
}

/** Makes a phone the signed-in patient's by the code that was sent to it. */
export async function proveOwnPhone(
  { db, secrets }: ApiContext,
  principal: Bot | Person,
  code: string,
): Promise<ResponseOf<typeof linkChat>['body']> {
  const { actor } = demandPatient(principal);
  // Thrown after the commit: the wrong codes are counted.
  const result = await db.withActor(actor, async (tx) => {
    const open = await openPhoneCode(tx);
    if (open === null) return { state: 'OVER' } as const;
    return linkPhone(tx, { codeId: open.id, codeHash: phoneCodeHash(secrets.linkCodeKey, open.id, code) });
  });
  switch (result.state) {
    case 'LINKED':
      return { link: result.link, fullName: result.fullName };
    case 'WRONG':
      throw invalidField('/code', WRONG);
    case 'OVER':
      throw invalidField('/code', OVER);
    case 'OPTED_OUT':
      throw invalidField('/code', `belongs to a number that ${NO_TEXTS}`);
  }
}

function demandPatient(principal: Bot | Person): Person {
  if (principal.kind === 'PERSON' && principal.actor.role === 'PATIENT') return principal;
  throw new DomainError('forbidden', 'A phone is verified by the patient whose it is.');
}

async function newCode(
  { secrets, now }: ApiContext,
  tx: Tx,
  { phone, source }: { phone: string; source: string },
): Promise<{ code?: string; expiresAt: string }> {
  const [id, mailId] = [randomUUID(), randomUUID()];
  const kept = await createPhoneCode(tx, {
    id,
    mailId,
    phone,
    codeHash: phoneCodeHash(secrets.linkCodeKey, id, phoneCode(secrets.accountTokenKey, id)),
    sourceHash: codeSourceHash(secrets.linkCodeKey, source),
  });
  switch (kept.state) {
    case 'CREATED':
      return { code: mailId, expiresAt: kept.expiresAt };
    case 'LIMITED':
      throw tooMany('Too many texts with codes. Use the newest one, or wait a while.', kept.retryAfterSeconds);
    case 'OPTED_OUT':
      return { expiresAt: now().toISOString() };
  }
}
