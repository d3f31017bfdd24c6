import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { fullPath, type Operation } from '../contract/operation.js';
import { problem } from '../contract/problem.js';
import { codesOf, PROBLEM_KINDS } from '../contract/problem-codes.js';

type RouteMethod = RouteConfig['method'];

const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({ description: 'Kept 24 hours per caller: the same key and body gives the same answer, another body 409' });
const csrfToken = z
  .string()
  .optional()
  .meta({ description: 'With cookies only: the value of the clinic_csrf_<port> cookie' });

/** The OpenAPI 3.1 document of these operations. */
export function openApiDocument(operations: readonly Operation[]) {
  const registry = new OpenAPIRegistry();
  registerSecurity(registry);
  for (const operation of operations) registry.registerPath(routeOf(operation));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Clinic sessions',
      version: '1',
      description: 'Errors are RFC 9457 problem documents with a `code` from a closed list.',
    },
    servers: [{ url: '/' }],
  });
}

function registerSecurity(registry: OpenAPIRegistry): void {
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  registry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'clinic_access_<port>',
  });
  registry.registerComponent('securitySchemes', 'botClient', { type: 'http', scheme: 'basic' });
}

function routeOf(operation: Operation): RouteConfig {
  return {
    operationId: operation.operationId,
    method: operation.method.toLowerCase() as RouteMethod,
    path: fullPath(operation),
    tags: [operation.tag],
    summary: operation.summary,
    description: audienceOf(operation),
    security: securityOf(operation),
    request: requestOf(operation),
    responses: { ...successesOf(operation), ...problemsOf(operation) },
  };
}

function audienceOf({ access }: Operation): string {
  switch (access.kind) {
    case 'PUBLIC':
      return 'For anyone.';
    case 'BOT':
      return 'For bots, with their client credential.';
    case 'BOT_OR_USER':
      return `For bots, with their client credential, and for roles: ${access.roles.join(', ')}, not through a bot.`;
    case 'PHONE':
      return 'For bots, with a token delegated for one phone number.';
    case 'OPERATOR':
      return 'For operators.';
    case 'USER':
      return `For roles: ${access.roles.join(', ')}.${access.delegated ? '' : ' Not through a bot.'}`;
  }
}

function securityOf({ access }: Operation): RouteConfig['security'] {
  switch (access.kind) {
    case 'PUBLIC':
      return [];
    case 'BOT':
      return [{ botClient: [] }];
    case 'BOT_OR_USER':
      return [{ botClient: [] }, { bearer: [] }, { cookie: [] }];
    case 'PHONE':
    case 'OPERATOR':
      return [{ bearer: [] }];
    case 'USER':
      return [{ bearer: [] }, { cookie: [] }];
  }
}

function requestOf(operation: Operation): RouteConfig['request'] {
  const withCsrf = ['USER', 'BOT_OR_USER'].includes(operation.access.kind) && operation.method !== 'GET';
  const headers = {
    ...(operation.idempotent ? { 'Idempotency-Key': idempotencyKey } : {}),
    ...(withCsrf ? { 'X-CSRF-Token': csrfToken } : {}),
  };
  return {
    ...(operation.params ? { params: operation.params } : {}),
    ...(operation.query ? { query: operation.query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {}),
    ...(operation.body
      ? {
          body: {
            required: operation.bodyRequired !== false,
            content: { 'application/json': { schema: operation.body } },
          },
        }
      : {}),
  };
}

function successesOf(operation: Operation): RouteConfig['responses'] {
  const type = operation.media ?? 'application/json';
  const entries = Object.entries(operation.responses).map(([status, schema]) => [
    status,
    schema
      ? { description: describe(Number(status)), content: { [type]: { schema } } }
      : { description: describe(Number(status)) },
  ]);
  return Object.fromEntries(entries) as RouteConfig['responses'];
}

function describe(status: number): string {
  const words: Record<number, string> = { 200: 'Done', 201: 'Created', 202: 'Accepted', 204: 'Done', 503: 'Not ready' };
  return words[status] ?? 'Answer';
}

function problemsOf(operation: Operation): RouteConfig['responses'] {
  const byStatus = new Map<number, string[]>();
  for (const code of codesOf(operation)) {
    const { status } = PROBLEM_KINDS[code];
    if (operation.responses[status] === undefined) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const entries = [...byStatus].map(([status, codes]) => [
    String(status),
    { description: `Codes: ${codes.join(', ')}`, content: { 'application/problem+json': { schema: problem } } },
  ]);
  return Object.fromEntries(entries) as RouteConfig['responses'];
}
