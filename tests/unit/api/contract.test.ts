import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { operations } from '../../../api/contract/index.js';
import { fullPath, type Operation } from '../../../api/contract/operation.js';
import { PROBLEM_KINDS } from '../../../api/contract/problem-codes.js';
import { openApiDocument } from '../../../api/openapi/document.js';
import { ERROR_CODES } from '../../../domain/errors.js';

const all = Object.entries<Operation>(operations);
const document = JSON.parse(JSON.stringify(openApiDocument(all.map(([, operation]) => operation)))) as OpenApi;

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

describe('the OpenAPI document', () => {
  it('is the committed one', async () => {
    const committed = await readFile('api/openapi.json', 'utf8');
    expect(JSON.parse(committed)).toEqual(document);
  });

  it('is OpenAPI 3.1 and has every operation once', () => {
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((entry) => entry.operationId));
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(ids.sort()).toEqual(Object.keys(operations).sort());
  });

  it('resolves every reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(10);
    for (const name of references) expect(document.components.schemas).toHaveProperty(String(name));
  });
});

describe('the operations', () => {
  it('are named after their key, and no path and method is there twice', () => {
    const places = all.map(([, operation]) => `${operation.method} ${fullPath(operation)}`);
    expect(new Set(places).size).toBe(places.length);
    for (const [key, operation] of all) expect(operation.operationId).toBe(key);
  });

  it('name their path parameters', () => {
    for (const [, operation] of all) {
      const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(operation.params?.shape ?? {}).sort()).toEqual(inPath.sort());
    }
  });

  it('take a key wherever a signed-in person changes something', () => {
    for (const [key, operation] of all) {
      const changes = operation.method !== 'GET' && operation.access.kind === 'USER';
      expect([key, operation.idempotent ?? false]).toEqual([key, changes]);
    }
  });

  it('page every list', () => {
    for (const [key, operation] of all.filter(([name]) => name.startsWith('list'))) {
      expect([key, Object.keys(operation.query?.shape ?? {})]).toEqual([
        key,
        expect.arrayContaining(['limit', 'cursor']),
      ]);
      const answer = operation.responses[200];
      expect(answer?.safeParse({ items: [], nextCursor: null }).success).toBe(true);
    }
  });

  it('keep request and response schemas apart', () => {
    const responses = new Set(all.flatMap(([, operation]) => Object.values(operation.responses)));
    for (const [key, { body }] of all) expect([key, body !== undefined && responses.has(body)]).toEqual([key, false]);
  });

  it('know status and title of every code', () => {
    expect(Object.keys(PROBLEM_KINDS).sort()).toEqual([...ERROR_CODES, 'internal_error'].sort());
  });
});

describe('request bodies', () => {
  const bodies = all.flatMap(([key, { body }]) =>
    body ? partsOf(z.toJSONSchema(body, { io: 'input' })).map((schema) => ({ key, schema })) : [],
  );

  it('refuse unknown fields', () => {
    for (const { key, schema } of bodies) {
      const fields = schema.type === 'array' ? schema.items : schema;
      expect([key, fields]).toEqual([key, expect.objectContaining({ additionalProperties: false })]);
    }
  });

  it('bound every string', () => {
    for (const { key, schema } of bodies) {
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        expect([key, name, unboundedStrings(field)]).toEqual([key, name, 0]);
      }
    }
  });
});

/** A union's parts, or the whole. */
function partsOf(schema: z.core.JSONSchema.JSONSchema): z.core.JSONSchema.JSONSchema[] {
  return schema.oneOf ?? [schema];
}

/** Strings without a maximum, a format or a closed list, at any depth. */
function unboundedStrings(schema: unknown): number {
  if (typeof schema !== 'object' || schema === null) return 0;
  const node = schema as Record<string, unknown>;
  const bounded = node['maxLength'] !== undefined || node['format'] !== undefined || node['enum'] !== undefined;
  const own = node['type'] === 'string' && !bounded ? 1 : 0;
  return own + Object.values(node).reduce<number>((sum, part) => sum + unboundedStrings(part), 0);
}
