import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.js';
import { accountToken, hashAccountToken } from '../../platform/account-tokens.js';
import type { NewToken } from '../../prisma/stores/account-store.js';
import type { ApiContext } from '../context.js';

/** Ids of a token and of the mail that will bring it; the token itself is made by whoever writes the mail. */
export function newToken({ secrets }: Pick<ApiContext, 'secrets'>): NewToken {
  const tokenId = randomUUID();
  const tokenHash = hashAccountToken(accountToken(secrets.accountTokenKey, tokenId));
  return { tokenId, tokenHash, mailId: randomUUID() };
}

/**
 * Has a mail on its way after the commit that queued it. What asked for it is done by then and is answered as such: a mail
 * that cannot leave just now goes with the next round of reconciling.
 */
export async function sendOff({ accountMails, logger }: ApiContext, mailId: string, requestId: string): Promise<void> {
  try {
    await accountMails.deliver(mailId);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'temporarily_unavailable') throw error;
    logger.warn({ requestId, mailId }, 'account mail waits for reconciling');
  }
}
