import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Generates the Prisma client without network: `prisma generate` only checks that an engine file exists, and never
 * starts it. Skipped while the schema is the one that the present client was made from.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const stamp = join(here, 'generated', '.schema-hash');

export function generateClient() {
  const wanted = schemaHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const cli = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js');
  const run = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (run.status !== 0) throw new Error(`prisma generate failed:\n${run.stdout}${run.stderr}`);
  writeFileSync(stamp, wanted);
  return true;
}

function schemaHash() {
  const folder = join(here, 'schema');
  const hash = createHash('sha256').update(readFileSync(join(root, 'node_modules', 'prisma', 'package.json')));
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(generateClient() ? 'Prisma client generated.' : 'Prisma client is up to date.');
}
