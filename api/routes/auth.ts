import type { Actor } from '../../domain/actor.js';
import { anonymousActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { revokeFamily } from '../../prisma/stores/auth-store.js';
import { readUser } from '../../prisma/views/user-view.js';
import { familyOf } from '../auth/own-family.js';
import { readRefreshToken, type RefreshToken } from '../auth/sign-in-keys.js';
import { carryOn, signIn, type OpenFamily } from '../auth/sign-in.js';
import { signedInCookies, signedOutCookies } from '../auth/session-cookies.js';
import { ACCESS_TOKEN_SECONDS } from '../auth/tokens.js';
import { getMe, login, logout, me, refresh } from '../contract/auth.js';
import type { ApiContext } from '../context.js';
import { cookieNames } from '../http/cookies.js';
import { implement, reply, type Credentials, type Endpoint } from '../http/endpoint.js';

/** Signing in and out, and who one is. */
export function authRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(login, async ({ body, source, requestId }) =>
      welcome(context, await signIn(context, { ...body, source, requestId }), requestId),
    ),
    implement(refresh, async ({ body, credentials, requestId }) => {
      const given = givenRefreshToken(context, body.refreshToken, credentials);
      if (given === null) throw new DomainError('unauthenticated', 'Give a refresh token.');
      return welcome(context, await carryOn(context, given, requestId), requestId);
    }),
    implement(logout, async ({ body, credentials, requestId }) => {
      const sid = await familyToEnd(context, body.refreshToken, credentials);
      await context.db.withActor(anonymousActor(requestId), (tx) => revokeFamily(tx, { sid, reason: 'LOGOUT' }));
      context.tokenCheck.forgetFamily(sid);
      return reply(204, undefined, { 'Set-Cookie': signedOutCookies(context.config.publicUrl) });
    }),
    ...[me, getMe].map((operation) =>
      implement(operation, async ({ principal }) => reply(200, await ownUser(context, principal.actor))),
    ),
  ];
}

async function welcome(context: ApiContext, family: OpenFamily, requestId: string) {
  const { userId, role, version, sid, refreshToken } = family;
  const accessToken = await context.tokens.issueAccess({ userId, role, version, sid });
  const user = await ownUser(context, { id: userId, role, channel: 'API', requestId });
  const cookies = signedInCookies(context.config.publicUrl, context.csrf, { sid, accessToken, refreshToken });
  return reply(
    200,
    { accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, refreshToken, user },
    { 'Set-Cookie': cookies },
  );
}

async function ownUser(context: ApiContext, actor: Actor & { id: string }) {
  const user = await context.db.withActor(actor, (tx) => readUser(tx, actor.id));
  if (user === null) throw new DomainError('unauthenticated', 'This account is gone.');
  return user;
}

/** The token in the body, else the cookie's, which counts only together with the CSRF token. */
function givenRefreshToken(
  context: ApiContext,
  inBody: string | undefined,
  { cookies, csrfToken }: Credentials,
): RefreshToken | null {
  if (inBody !== undefined) return readRefreshToken(inBody);
  const cookie = cookies.get(cookieNames(context.config.publicUrl).refresh);
  const given = cookie ? readRefreshToken(cookie) : null;
  if (given !== null && !context.csrf.fits(given.sid, csrfToken)) {
    throw new DomainError('csrf_failed', 'Send the CSRF cookie in X-CSRF-Token.');
  }
  return given;
}

/** The family to end: of the refresh token, else of the access token. */
async function familyToEnd(context: ApiContext, inBody: string | undefined, credentials: Credentials): Promise<string> {
  const { bearer, cookies, csrfToken } = credentials;
  if (inBody === undefined && bearer !== null) return familyOf(context, bearer);
  const refreshToken = givenRefreshToken(context, inBody, credentials);
  if (refreshToken !== null) return refreshToken.sid;
  const cookie = cookies.get(cookieNames(context.config.publicUrl).access);
  if (!cookie) throw new DomainError('unauthenticated', 'Nobody is signed in.');
  const sid = await familyOf(context, cookie);
  if (context.csrf.fits(sid, csrfToken)) return sid;
  throw new DomainError('csrf_failed', 'Send the CSRF cookie in X-CSRF-Token.');
}
