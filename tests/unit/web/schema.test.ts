import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const file = (path: string): URL => new URL(`../../../${path}`, import.meta.url);

test('the web app’s types are those of the API’s document; `npm run openapi` makes them anew', async () => {
  const fresh = COMMENT_HEADER + astToString(await openapiTS(file('api/openapi.json')));
  expect(await readFile(file('web/src/api/schema.d.ts'), 'utf8')).toBe(fresh);
});
