import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

interface Asset {
  type: string;
  body: Buffer;
  /** Null where it would not be smaller. */
  gzipped: Buffer | null;
}

const TEXTS = ['.js', '.css', '.svg', '.json', '.map'];
const YEAR_SECONDS = 365 * 24 * 3_600;

/** The hashed files of a build, small enough to be held, and squeezed once. A name never changes its content. */
export function createAssets(folder: string): RequestHandler {
  const assets = new Map(readdirSync(folder).map((name) => [`/${name}`, readAsset(join(folder, name))]));
  return (req, res, next) => {
    const asset = assets.get(req.path);
    if (asset === undefined || !['GET', 'HEAD'].includes(req.method)) return next();
    const squeezed = asset.gzipped !== null && req.acceptsEncodings('gzip') === 'gzip' ? asset.gzipped : null;
    res.setHeader('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`);
    res.setHeader('Vary', 'Accept-Encoding');
    if (squeezed !== null) res.setHeader('Content-Encoding', 'gzip');
    res.type(asset.type).send(squeezed ?? asset.body);
  };
}

function readAsset(path: string): Asset {
  const type = extname(path);
  const body = readFileSync(path);
  const gzipped = TEXTS.includes(type) ? gzipSync(body, { level: 9 }) : null;
  return { type, body, gzipped: gzipped !== null && gzipped.length < body.length ? gzipped : null };
}
