import { anonymousActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { resolveChat } from '../../prisma/stores/auth-store.js';
import { recordReceipt, type Receipt } from '../../prisma/stores/delivery-store.js';
import { receiveSms as keepSms } from '../../prisma/stores/inbound-store.js';
import { DELEGATED_TOKEN_SECONDS } from '../auth/tokens.js';
import { mintChatToken } from '../contract/auth.js';
import { receiveSms, receiveSmsStatus, type ReceiptStatus } from '../contract/chat.js';
import { operations } from '../contract/index.js';
import type { Operation, RequestOf } from '../contract/operation.js';
import { phone as phoneSchema } from '../contract/primitives.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { invalidField } from '../http/problem.js';
import { handOver } from '../tasks/hand-over.js';

/** What bots do in the name of people, and what phones say. */
export function chatRoutes(context: ApiContext): Endpoint[] {
  const { db, inbound } = context;
  return [
    implement(mintChatToken, async ({ body, principal, requestId }) => {
      const issue = body.channel === 'SMS' ? phoneToken : personToken;
      const accessToken = await issue(context, body, principal.id, requestId);
      return reply(200, { accessToken, expiresInSeconds: DELEGATED_TOKEN_SECONDS });
    }),
    implement(receiveSms, async ({ body, principal, requestId }) => {
      if (body.from !== principal.phone) throw new DomainError('forbidden', 'The token is for another number.');
      const kept = await db.withActor(anonymousActor(requestId, 'SMS'), (tx) => keepSms(tx, body));
      // Also for a duplicate: the first delivery may have ended before its workflow was started. What none starts, reconciling does.
      await inbound.handle(kept.inboundId, body.providerMessageId);
      return reply(202, kept);
    }),
    implement(receiveSmsStatus, async ({ body, requestId }) => {
      const { providerMessageId: providerId, status, errorCode = null } = body;
      const receipt = { providerId, status: MEANINGS[status], errorCode };
      const taken = await db.withActor(anonymousActor(requestId, 'SMS'), (tx) => recordReceipt(tx, receipt));
      for (const notificationId of taken.notificationIds) {
        await handOver(context, { notificationId, sessionId: taken.sessionId, taskId: null }, requestId);
      }
      return reply(204, undefined);
    }),
  ];
}

const MEANINGS: Readonly<Record<ReceiptStatus, Receipt['status']>> = {
  queued: 'QUEUED',
  accepted: 'QUEUED',
  scheduled: 'QUEUED',
  sending: 'QUEUED',
  sent: 'SENT',
  delivered: 'DELIVERED',
  read: 'DELIVERED',
  undelivered: 'FAILED',
  failed: 'FAILED',
  canceled: 'FAILED',
};

type Wanted = RequestOf<typeof mintChatToken>['body'];

/** A phone number is weak identity: its token is for what phones do, and reads nothing. */
async function phoneToken({ tokens }: ApiContext, { subject, operation }: Wanted, bot: string): Promise<string> {
  if (!phoneSchema.safeParse(subject).success) throw invalidField('/subject', 'must be a number in E.164 form');
  if (operationNamed(operation).access.kind !== 'PHONE') throw notDelegable();
  return tokens.issuePhone({ phone: subject, bot, scope: operation });
}

async function personToken(
  { db, tokens }: ApiContext,
  { subject, operation }: Wanted,
  bot: string,
  requestId: string,
): Promise<string> {
  const { access } = operationNamed(operation);
  if (access.kind !== 'USER' || !access.delegated) throw notDelegable();
  const user = await db.withActor(anonymousActor(requestId, 'SLACK'), (tx) =>
    resolveChat(tx, { channel: 'SLACK', subject }),
  );
  if (user === null) throw invalidField('/subject', 'is not linked to anybody');
  if (user.status === 'DISABLED') throw new DomainError('account_disabled', 'This account is disabled.');
  const { userId, role, version, linkId } = user;
  return tokens.issueDelegated({ userId, role, version, bot, scope: operation, channel: 'SLACK', linkId });
}

function operationNamed(operationId: string): Operation {
  const operation = Object.values<Operation>(operations).find((candidate) => candidate.operationId === operationId);
  if (operation === undefined) throw invalidField('/operation', 'is not an operation');
  return operation;
}

function notDelegable(): DomainError {
  return new DomainError('forbidden', 'This operation cannot be delegated over this channel.');
}
