import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router, type Request, type RequestHandler } from 'express';
import { webPolicy } from './security-headers.js';
import { createAssets } from './web-assets.js';

const NONCE_PLACEHOLDER = '__CSP_NONCE__';
const NOT_BUILT =
  'The web app is not built here. Build it with `npm run build:web -- FOLDER`, and set WEB_DIR to its folder.\n';

/**
 * The web app beside the API, under one origin: hashed assets for good, and the page at every address that may be a place
 * in the app. Without a folder the root says what is missing. Throws where the folder holds no build.
 */
export function createWeb(webDir: string | undefined): Router {
  const router = Router({ caseSensitive: true });
  if (webDir === undefined) {
    router.get('/', (_req, res) => void res.status(503).type('text/plain').send(NOT_BUILT));
    return router;
  }
  if (!existsSync(join(webDir, 'index.html'))) throw new Error(`WEB_DIR: there is no built web app in ${webDir}`);
  const showPage = createShowPage(readFileSync(join(webDir, 'index.html'), 'utf8'));
  router.get(['/', '/index.html'], showPage);
  router.use('/assets', createAssets(join(webDir, 'assets')));
  router.get(/^\/(?!(api|\.well-known|assets)(\/|$))[^.]*$/, (req, res, next) =>
    wantsPage(req) ? showPage(req, res, next) : next(),
  );
  return router;
}

/** People's browsers name HTML; programs that take anything are told that there is nothing. */
const wantsPage = (req: Request): boolean => /\btext\/html\b/.test(req.get('accept') ?? '');

function createShowPage(html: string): RequestHandler {
  return (_req, res) => {
    const nonce = randomBytes(16).toString('base64');
    res.setHeader('Content-Security-Policy', webPolicy(nonce));
    res.type('html').send(html.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
}
