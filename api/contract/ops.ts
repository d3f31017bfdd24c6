import { z } from 'zod';
import { defineOperation } from './operation.js';

const jwk = z
  .object({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string(), alg: z.string(), use: z.string() })
  .meta({ id: 'PublicKey' });

export const getJwks = defineOperation({
  operationId: 'getJwks',
  method: 'GET',
  path: '/.well-known/jwks.json',
  root: true,
  tag: 'ops',
  summary: 'Public keys of our tokens',
  access: { kind: 'PUBLIC' },
  responses: { 200: z.object({ keys: z.array(jwk) }).meta({ id: 'KeySet' }) },
  errors: [],
});

export const getHealth = defineOperation({
  operationId: 'getHealth',
  method: 'GET',
  path: '/healthz',
  root: true,
  tag: 'ops',
  summary: 'The process runs',
  access: { kind: 'PUBLIC' },
  responses: { 200: z.object({ status: z.literal('ok') }).meta({ id: 'Health' }) },
  errors: [],
});

const readiness = z
  .object({ status: z.enum(['ready', 'down']), down: z.array(z.string()) })
  .meta({ id: 'Readiness', description: '`down` names what cannot be reached' });

export const getReadiness = defineOperation({
  operationId: 'getReadiness',
  method: 'GET',
  path: '/readyz',
  root: true,
  tag: 'ops',
  summary: 'Database and Temporal can be reached',
  access: { kind: 'PUBLIC' },
  responses: { 200: readiness, 503: readiness },
  errors: [],
});

export const getMetrics = defineOperation({
  operationId: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  root: true,
  tag: 'ops',
  summary: 'Counts and durations for Prometheus; from loopback, or with the operator token',
  access: { kind: 'OPERATOR' },
  responses: { 200: z.string() },
  media: 'text/plain',
  errors: [],
});

export const getOpenApi = defineOperation({
  operationId: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  tag: 'ops',
  summary: 'This document',
  access: { kind: 'PUBLIC' },
  responses: { 200: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }) },
  errors: [],
});
