import { DomainError } from '../../domain/errors.js';
import type { ApiContext } from '../context.js';
import { cookieNames } from '../http/cookies.js';
import type { Credentials } from '../http/endpoint.js';

/** The family of tokens by which the caller, who has been authenticated, is signed in. */
export async function ownFamily(context: ApiContext, { bearer, cookies }: Credentials): Promise<string> {
  const token = bearer ?? cookies.get(cookieNames(context.config.publicUrl).access);
  if (token === undefined) throw new DomainError('unauthenticated', 'Nobody is signed in.');
  return familyOf(context, token);
}

/** The family that an access token belongs to. */
export async function familyOf(context: ApiContext, accessToken: string): Promise<string> {
  const verified = await context.tokens.verify(accessToken);
  if (verified.kind === 'ACCESS') return verified.sid;
  throw new DomainError('forbidden', 'Only for whoever is signed in themselves.');
}
