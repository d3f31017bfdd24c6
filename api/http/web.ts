import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { webPolicy } from './security-headers.js';

const NONCE_PLACEHOLDER = '__CSP_NONCE__';
const ASSET_MAX_AGE = '365d';
const NOT_BUILT = 'The web app is not built here. Build it with `npx tsx bin/build-web.ts`, and set WEB_DIR to its folder.\n';

/**
 * The web app beside the API, under one origin: hashed assets for good, and the page at every address that may be a place
 * in the app. Without a folder the root says what is missing.
 */
export function createWeb(webDir: string | undefined): Router {
  const router = Router({ caseSensitive: true });
  if (webDir === undefined) {
    router.get('/', (_req, res) => void res.status(503).type('text/plain').send(NOT_BUILT));
    return router;
  }
  const showPage = createShowPage(webDir);
  router.get(['/', '/index.html'], showPage);
  router.use('/assets', express.static(join(webDir, 'assets'), { immutable: true, maxAge: ASSET_MAX_AGE, index: false }));
  router.get(/^\/(?!(api|\.well-known|assets)(\/|$))[^.]*$/, (req, res, next) =>
    wantsPage(req) ? showPage(req, res, next) : next(),
  );
  return router;
}

/** People's browsers name HTML; programs that take anything are told that there is nothing. */
const wantsPage = (req: Request): boolean => /\btext\/html\b/.test(req.get('accept') ?? '');

function createShowPage(webDir: string): RequestHandler {
  return async (_req: Request, res: Response) => {
    const html = await readFile(join(webDir, 'index.html'), 'utf8');
    const nonce = randomBytes(16).toString('base64');
    res.setHeader('Content-Security-Policy', webPolicy(nonce));
    res.type('html').send(html.replaceAll(NONCE_PLACEHOLDER, nonce));
  };
}
