import { BASE_PATH } from '../contract/operation.js';
import { cookieLine, cookieNames } from '../http/cookies.js';
import type { CsrfTokens } from './csrf.js';
import { REFRESH_TOKEN_SECONDS } from './sign-in.js';
import { ACCESS_TOKEN_SECONDS } from './tokens.js';

const REFRESH_PATH = `${BASE_PATH}/auth`;

/** The three cookies of a browser that is signed in. */
export function signedInCookies(
  publicUrl: string,
  csrf: CsrfTokens,
  family: { sid: string; accessToken: string; refreshToken: string },
): string[] {
  const names = cookieNames(publicUrl);
  const long = { maxAgeSeconds: REFRESH_TOKEN_SECONDS, publicUrl };
  return [
    cookieLine(names.access, family.accessToken, {
      path: '/',
      httpOnly: true,
      maxAgeSeconds: ACCESS_TOKEN_SECONDS,
      publicUrl,
    }),
    cookieLine(names.refresh, family.refreshToken, { path: REFRESH_PATH, httpOnly: true, ...long }),
    cookieLine(names.csrf, csrf.tokenFor(family.sid), { path: '/', httpOnly: false, ...long }),
  ];
}

/** The same cookies, emptied. */
export function signedOutCookies(publicUrl: string): string[] {
  const names = cookieNames(publicUrl);
  const gone = { maxAgeSeconds: 0, publicUrl };
  return [
    cookieLine(names.access, '', { path: '/', httpOnly: true, ...gone }),
    cookieLine(names.refresh, '', { path: REFRESH_PATH, httpOnly: true, ...gone }),
    cookieLine(names.csrf, '', { path: '/', httpOnly: false, ...gone }),
  ];
}
