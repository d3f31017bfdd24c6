import type { RequestHandler } from 'express';
import { impossible } from './errors.js';

const SAFE = new Set(['GET', 'HEAD']);
const HOSTS = ['127.0.0.1', 'localhost'];

/**
 * Keeps other web sites away from a server that acts as every person of the clinic: the host must be this machine's own
 * name (a name that somebody else's DNS points here is refused), and what changes something must be JSON, which a browser
 * sends elsewhere only after asking, from this very origin.
 */
export function createGuard(port: number): RequestHandler {
  const hosts = new Set(HOSTS.map((host) => `${host}:${port}`));
  return (req, _res, next) => {
    const host = req.headers.host ?? '';
    if (!hosts.has(host)) throw impossible(`Open this page at http://127.0.0.1:${port}.`, 421);
    const { origin } = req.headers;
    if (origin !== undefined && origin !== `http://${host}`) throw impossible('Other pages may not ask here.', 403);
    if (req.path.startsWith('/sim/') && isFromElsewhere(req.get('sec-fetch-site'))) {
      throw impossible('Other pages may not ask here.', 403);
    }
    if (!SAFE.has(req.method) && !isJson(req.headers['content-type'])) {
      throw impossible('Send `content-type: application/json`.', 415);
    }
    next();
  };
}

const isFromElsewhere = (site: string | undefined): boolean => site === 'cross-site' || site === 'same-site';

const isJson = (type: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(type ?? '');
