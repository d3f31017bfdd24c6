import { z } from 'zod';
import { ANY_USER, defineOperation, inPerson, people } from './operation.js';
import { commaList, idParams, instant, pageOf, pageQuery, text, uuid } from './primitives.js';
import {
  AUDIT_ACTIONS,
  AUDIT_ENTITIES,
  auditEntry,
  consistencyProof,
  inclusionProof,
  receipt,
  treeHead,
  verification,
} from './resources/audit.js';

const ADMIN = inPerson(['ADMIN']);
const ENTITY_ID_MAX = 200;
const LONGEST_WAIT_SECONDS = 9;
const treeSize = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const listAudit = defineOperation({
  operationId: 'listAudit',
  method: 'GET',
  path: '/audit',
  tag: 'audit',
  summary: 'What was done, newest first; `from` and `to` are instants, `to` exclusive. Asking is itself recorded',
  access: ADMIN,
  query: z.object({
    entity: commaList(AUDIT_ENTITIES).optional(),
    entityId: text(ENTITY_ID_MAX).min(1).optional(),
    actorId: uuid.optional(),
    action: commaList(AUDIT_ACTIONS).optional(),
    from: instant.optional(),
    to: instant.optional(),
    ...pageQuery,
  }),
  responses: { 200: pageOf(auditEntry).meta({ id: 'AuditPage' }) },
  errors: [],
});

export const getAuditHead = defineOperation({
  operationId: 'getAuditHead',
  method: 'GET',
  path: '/audit/head',
  tag: 'audit',
  summary: 'The newest signed tree head; 404 before anything is sealed',
  access: ADMIN,
  responses: { 200: treeHead },
  errors: ['not_found'],
});

export const verifyAudit = defineOperation({
  operationId: 'verifyAudit',
  method: 'GET',
  path: '/audit/verify',
  tag: 'audit',
  summary: 'Checks the whole audit; 200 with what was found, or 202 with how far it is, to be asked for again by `run`',
  access: ADMIN,
  query: z.object({
    run: uuid.optional().meta({ description: 'Of an earlier answer; without it a new run begins' }),
    waitSeconds: z.coerce.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(LONGEST_WAIT_SECONDS),
  }),
  responses: {
    200: verification,
    202: z.object({ run: z.guid(), checked: z.int(), total: z.int() }).meta({ id: 'AuditRun' }),
  },
  errors: ['not_found'],
});

export const getAuditProof = defineOperation({
  operationId: 'getAuditProof',
  method: 'GET',
  path: '/audit/{id}/proof',
  tag: 'audit',
  summary: 'That an entry is in the newest tree; 404 before it is sealed',
  access: ADMIN,
  params: z.object({ id: z.string().regex(/^\d{1,18}$/, 'must be an entry’s id') }),
  responses: { 200: inclusionProof },
  errors: ['not_found'],
});

export const getAuditConsistency = defineOperation({
  operationId: 'getAuditConsistency',
  method: 'GET',
  path: '/audit/consistency',
  tag: 'audit',
  summary: 'That the tree of size `from` is the beginning of the one of size `to`',
  access: ADMIN,
  query: z.object({ from: treeSize, to: treeSize }),
  responses: { 200: consistencyProof },
  errors: [],
});

export const getSessionReceipt = defineOperation({
  operationId: 'getSessionReceipt',
  method: 'GET',
  path: '/sessions/{id}/receipt',
  tag: 'audit',
  summary: 'Every change of a session with the proof that it is in the audit, for whoever may see the session',
  access: people(ANY_USER),
  params: idParams,
  responses: { 200: receipt },
  errors: ['not_found'],
});
