import type { Request } from 'express';
import type { Channel, Role } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { sameText, type CsrfTokens } from '../auth/csrf.js';
import type { TokenCheck } from '../auth/token-check.js';
import type { TokenService, VerifiedToken } from '../auth/tokens.js';
import type { Operation } from '../contract/operation.js';
import type { ApiSecrets } from '../context.js';
import { readCookies, type CookieNames } from './cookies.js';
import type { Person, Phone, Principal } from './principal.js';

export interface AuthenticatorDeps {
  tokens: TokenService;
  tokenCheck: TokenCheck;
  csrf: CsrfTokens;
  names: CookieNames;
  secrets: ApiSecrets;
}

export type Authenticator = (operation: Operation, req: Request, requestId: string) => Promise<Principal>;

/** Tells who calls, or refuses: what counts as a credential depends on the operation's access. */
export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  return async (operation, req, requestId) => {
    switch (operation.access.kind) {
      case 'PUBLIC':
        return { kind: 'NOBODY' };
      case 'OPERATOR':
        return operator(deps.secrets, req);
      case 'BOT':
        return { kind: 'BOT', id: botOf(deps.secrets, req) };
      case 'BOT_OR_USER':
        return isBasic(req) ? { kind: 'BOT', id: botOf(deps.secrets, req) } : personOf(deps, operation, req, requestId);
      case 'PHONE':
        return phoneOf(deps, operation, req);
      case 'USER':
        return personOf(deps, operation, req, requestId);
    }
  };
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** The token after `Bearer`, or null. */
export function bearerOf(req: Request): string | null {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(req.get('authorization') ?? '')?.[1] ?? null;
}

function operator(secrets: ApiSecrets, req: Request): Principal {
  const token = bearerOf(req);
  if (secrets.metricsToken !== null && token !== null && sameText(secrets.metricsToken, token))
    return { kind: 'NOBODY' };
  if (fromLoopback(req)) return { kind: 'NOBODY' };
  throw new DomainError('forbidden', 'Only from loopback, or with the operator token.');
}

/** By the socket, which nobody can claim; a proxy on this host speaks for others. */
function fromLoopback(req: Request): boolean {
  const forwarded = FORWARDED.some((name) => req.headers[name] !== undefined);
  return !forwarded && LOOPBACK.includes(req.socket.remoteAddress ?? '');
}

const isBasic = (req: Request): boolean => /^Basic /i.test(req.get('authorization') ?? '');

function botOf(secrets: ApiSecrets, req: Request): string {
  const encoded = /^Basic +(\S+)$/i.exec(req.get('authorization') ?? '')?.[1] ?? '';
  const credential = Buffer.from(encoded, 'base64').toString('utf8');
  const at = credential.indexOf(':');
  const id = credential.slice(0, Math.max(at, 0));
  const known = secrets.botClients.get(id);
  // A comparison happens for unknown ids too, so that they take as long.
  const fits = sameText(known ?? 'nobody', credential.slice(at + 1));
  if (at < 1 || known === undefined || !fits) throw new DomainError('unauthenticated', 'Unknown client credential.');
  return id;
}

async function phoneOf(deps: AuthenticatorDeps, operation: Operation, req: Request): Promise<Phone> {
  const token = await deps.tokens.verify(bearerOf(req) ?? missing());
  if (token.kind !== 'PHONE') throw new DomainError('forbidden', 'Only a token for a phone number can do this.');
  demandScope(token, operation);
  return { kind: 'PHONE', phone: token.phone };
}

async function personOf(
  deps: AuthenticatorDeps,
  operation: Operation,
  req: Request,
  requestId: string,
): Promise<Person> {
  const fromHeader = req.get('authorization') !== undefined;
  const cookie = readCookies(req).get(deps.names.access);
  const token = await deps.tokens.verify((fromHeader ? bearerOf(req) : cookie) ?? missing());
  if (token.kind === 'PHONE') throw new DomainError('forbidden', 'A phone number may not do this.');
  await demandStanding(deps, token);
  if (token.kind === 'DELEGATED') {
    demandDelegation(operation);
    demandScope(token, operation);
    return person(token, token.channel, requestId);
  }
  if (!fromHeader && !SAFE_METHODS.includes(req.method) && !deps.csrf.fits(token.sid, req.get('x-csrf-token'))) {
    throw new DomainError('csrf_failed', 'Send the CSRF cookie in X-CSRF-Token.');
  }
  const { sid, version, expiresAtMs } = token;
  return { ...person(token, fromHeader ? 'API' : 'WEB', requestId), token: { sid, version, expiresAtMs } };
}

function person(token: { userId: string; role: Role }, channel: Channel, requestId: string): Person {
  return { kind: 'PERSON', actor: { id: token.userId, role: token.role, channel, requestId } };
}

async function demandStanding(
  deps: AuthenticatorDeps,
  token: Exclude<VerifiedToken, { kind: 'PHONE' }>,
): Promise<void> {
  const basis = token.kind === 'ACCESS' ? { sid: token.sid } : { linkId: token.linkId };
  const standing = await deps.tokenCheck.standing(token.userId, basis);
  const valid =
    standing?.status === 'ACTIVE' &&
    standing.version === token.version &&
    standing.role === token.role &&
    !standing.sessionRevoked;
  if (!valid) throw new DomainError('unauthenticated', 'The token is not valid any more. Sign in again.');
}

function demandDelegation({ access }: Operation): void {
  if (access.kind === 'USER' && access.delegated) return;
  throw new DomainError('forbidden', 'A bot may not do this for a person.');
}

function demandScope(token: { scope: string }, operation: Operation): void {
  if (token.scope === operation.operationId) return;
  throw new DomainError('forbidden', 'The token is for another operation.');
}

function missing(): never {
  throw new DomainError('unauthenticated', 'Sign in first.');
}
