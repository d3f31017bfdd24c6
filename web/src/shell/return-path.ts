/** The sign-in page, which leads back to `path`. */
export function signInPath(path: string): string {
  return path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`;
}

/** Where to go after signing in: only ever a place of this app. */
export function returnPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const isOurs = /^\/(?![/\\])/.test(next) && !/[\p{Cc}\\]/u.test(next);
  return isOurs ? next : '/';
}
