import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { operations } from '../api/contract/index.js';
import { openApiDocument } from '../api/openapi/document.js';

/** Writes api/openapi.json from the contract; with `--check` only tells whether the committed file is up to date. */
const file = new URL('../api/openapi.json', import.meta.url);
const fresh = await format(JSON.stringify(openApiDocument(Object.values(operations))), {
  parser: 'json',
  printWidth: 120,
});

if (!process.argv.includes('--check')) {
  await writeFile(file, fresh);
  console.log('api/openapi.json written');
} else if ((await readFile(file, 'utf8').catch(() => '')) !== fresh) {
  console.error('api/openapi.json is out of date: run npm run openapi and commit the result');
  process.exitCode = 1;
}
