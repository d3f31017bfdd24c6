import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { impossible } from './errors.js';

const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** The built page: `index.html` at every address that looks like a place in it, the rest as files. */
export function createPage(pageDir: string): Router {
  const router = Router();
  const showPage = createShowPage(pageDir);
  router.get(['/', '/index.html'], showPage);
  router.use(express.static(pageDir, { index: false }));
  router.get(/^\/(?!sim(\/|$))[^.]*$/, showPage);
  return router;
}

function createShowPage(pageDir: string): RequestHandler {
  return async (_req, res) => {
    const html = await readFile(join(pageDir, 'index.html'), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw impossible('The page is not built: start the stack again.', 503);
      throw error;
    });
    const nonce = randomBytes(16).toString('base64');
    res.setHeader('Content-Security-Policy', pagePolicy(nonce));
    res.type('html').send(withNonce(html, nonce));
  };
}

/** In the place that the build left for it; and in the element where react-aria looks for it. */
function withNonce(html: string, nonce: string): string {
  const filled = html.replaceAll(NONCE_PLACEHOLDER, nonce);
  if (filled.includes('property="csp-nonce"')) return filled;
  return filled.replace(/<head[^>]*>/, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`);
}

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** On every answer; pages and mails replace the policy by their own. */
export const safeHeaders: RequestHandler = (_req, res, next) => {
  res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cache-Control', 'no-store');
  next();
};
