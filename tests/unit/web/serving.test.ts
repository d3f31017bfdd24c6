import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { securityHeaders } from '../../../api/http/security-headers.js';
import { createWeb } from '../../../api/http/web.js';

const HTML = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';

const SCRIPT = 'true;'.repeat(100);

let webDir: string;
let servers: Server[];
let [built, notBuilt] = ['', ''];

beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'clinic-web-'));
  mkdirSync(join(webDir, 'assets'));
  writeFileSync(join(webDir, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__" />');
  writeFileSync(join(webDir, 'assets', 'index-abc.js'), SCRIPT);
  servers = [serve(webDir), serve(undefined)];
  [built, notBuilt] = (await Promise.all(servers.map(listening))) as [string, string];
});
afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())));
  rmSync(webDir, { recursive: true });
});

const serve = (folder: string | undefined): Server =>
  createServer(
    express()
      .use(securityHeaders, createWeb(folder))
      .use((_req, res) => void res.status(404).send('nothing')),
  );
const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const get = (path: string, accept = HTML) => fetch(`${built}${path}`, { headers: { accept } });

describe('the web app beside the API', () => {
  test('the page has a nonce of its own each time, and is not stored', async () => {
    const [first, second] = await Promise.all([get('/'), get('/')]);
    const [html, other] = await Promise.all([first.text(), second.text()]);
    const nonce = /nonce="([\w+/=]{24})"/.exec(html)?.[1];
    expect(first.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(first.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(other).not.toBe(html);
  });

  test.each(['/account', '/verify-email', '/some/where', '/index.html'])('%s is a place in it', async (path) => {
    expect((await get(path)).headers.get('content-type')).toContain('text/html');
  });

  test('assets are kept for good', async () => {
    const { status, headers } = await get('/assets/index-abc.js');
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(headers.get('content-type')).toContain('text/javascript');
  });

  test('assets are squeezed for whoever takes it', async () => {
    const url = `${built}/assets/index-abc.js`;
    const ask = (how: string) => fetch(url, { headers: { 'accept-encoding': how } });
    const [squeezed, plain] = await Promise.all([ask('gzip'), ask('identity')]);
    expect([squeezed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null]);
    expect(Number(squeezed.headers.get('content-length'))).toBeLessThan(SCRIPT.length / 4);
    expect(await Promise.all([squeezed.text(), plain.text()])).toEqual([SCRIPT, SCRIPT]);
  });

  test('a folder without a build stops the start', () => {
    expect(() => createWeb(join(webDir, 'assets'))).toThrow('WEB_DIR: there is no built web app');
  });

  test.each([
    '/api/v1/nothing',
    '/api',
    '/assets/gone.js',
    '/robots.txt',
    '/.well-known/x',
    '/assets/../index.html.map',
  ])('%s is none', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('programs that take anything, and writes, are told that there is nothing', async () => {
    expect((await get('/account', '*/*')).status).toBe(404);
    expect((await fetch(`${built}/account`, { method: 'POST', headers: { accept: HTML } })).status).toBe(404);
  });

  test('where it is not built, the root says so', async () => {
    const answer = await fetch(notBuilt);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('not built')]);
    expect((await fetch(`${notBuilt}/account`)).status).toBe(404);
  });
});
