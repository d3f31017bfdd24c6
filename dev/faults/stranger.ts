import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not answered, with the status that says so. */
export interface Refusal {
  status: 403 | 421;
  error: string;
}

const HOSTS = ['127.0.0.1', 'localhost'];
const SAFE = new Set(['GET', 'HEAD']);

/**
 * Keeps web sites that are open in the browser of this machine away from servers that take everyone on it at their word.
 * The host must be this machine's own name with one of the server's ports (a name that somebody else's DNS points here is
 * refused), and a page that asks must be the server's own. Links may lead here; programs tell neither origin nor site.
 */
export function strangerRefusal(
  { method = 'GET', headers }: { method?: string | undefined; headers: IncomingHttpHeaders },
  ports: readonly number[],
): Refusal | null {
  const { host = '', origin } = headers;
  if (!ports.some((port) => HOSTS.some((name) => host === `${name}:${port}`))) {
    return { status: 421, error: `This is http://127.0.0.1:${ports[0]}: ask by that name.` };
  }
  const isLink = headers['sec-fetch-mode'] === 'navigate' && SAFE.has(method);
  if (origin === undefined ? isFromElsewhere(headers) && !isLink : origin !== `http://${host}`) return ELSEWHERE;
  return null;
}

/** What another site's page asks, links included. */
export const isFromElsewhere = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';

export const ELSEWHERE: Refusal = { status: 403, error: 'Other pages may not ask here.' };
