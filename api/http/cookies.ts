import type { Request } from 'express';

export interface CookieNames {
  access: string;
  refresh: string;
  csrf: string;
}

/** Names carry the port, so that two stacks on one host do not sign each other out. */
export function cookieNames(publicUrl: string): CookieNames {
  const { port, protocol } = new URL(publicUrl);
  const suffix = port || (protocol === 'https:' ? '443' : '80');
  return { access: `clinic_access_${suffix}`, refresh: `clinic_refresh_${suffix}`, csrf: `clinic_csrf_${suffix}` };
}

/** The request's cookies; the first of equal names counts. */
export function readCookies(req: Request): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at < 1) continue;
    const name = part.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, part.slice(at + 1).trim());
  }
  return cookies;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

export interface CookieOptions {
  path: string;
  maxAgeSeconds: number;
  httpOnly: boolean;
  publicUrl: string;
}

/** A Set-Cookie line; Secure except on loopback. Our values need no encoding. */
export function cookieLine(name: string, value: string, options: CookieOptions): string {
  const secure = !LOOPBACK.includes(new URL(options.publicUrl).hostname);
  return [
    `${name}=${value}`,
    `Path=${options.path}`,
    `Max-Age=${options.maxAgeSeconds}`,
    'SameSite=Lax',
    ...(options.httpOnly ? ['HttpOnly'] : []),
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}
