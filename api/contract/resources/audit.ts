import { z } from 'zod';
import { AUDIT_PROBLEM_KINDS } from '../../../domain/audit/audit-problem.js';
import { utcInstant } from '../primitives.js';

export const AUDIT_ENTITIES = [
  'user',
  'patient',
  'doctor',
  'room',
  'availability',
  'policy',
  'session',
  'move',
  'task',
  'consent',
  'auth',
  'export',
  'audit',
] as const;
export const AUDIT_ACTIONS = [
  'create',
  'update',
  'delete',
  'status',
  'sign_in',
  'sign_in_failed',
  'locked',
  'unlocked',
  'override',
  'export',
  'read',
] as const;

const values = z.record(z.string(), z.unknown()).nullable();
const leafIndex = z.int().min(0);
const treeSize = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.array(hash).meta({ description: 'RFC 6962, lowest first' });
const canonical = z.string().meta({ description: 'The text whose hash is the leaf' });
const entryId = z.string().meta({ description: 'A number as text' });

export const auditEntry = z
  .object({
    id: entryId,
    at: utcInstant,
    actor: z
      .object({ id: z.guid().nullable(), role: z.string(), name: z.string().nullable() })
      .nullable()
      .meta({ description: 'Null where nobody was signed in, as for a failed sign-in' }),
    channel: z.string(),
    requestId: z.string(),
    entity: z.enum(AUDIT_ENTITIES),
    entityId: z.string().nullable(),
    action: z.enum(AUDIT_ACTIONS),
    before: values,
    after: values.meta({
      description: 'Personal values are shown as long as they are not erased; then their commitments',
    }),
    reason: z.string().nullable(),
    canonical,
    leafIndex: leafIndex.nullable().meta({ description: 'Null before sealing' }),
  })
  .meta({ id: 'AuditEntry' });

const head = z.object({ treeSize, rootHash: hash, at: utcInstant, jws: z.string() });

export const treeHead = head
  .extend({
    anchoredSize: treeSize.meta({ description: 'So many entries are covered by a head outside the database' }),
  })
  .meta({ id: 'TreeHead', description: 'Signed by an audit key of jwks.json' });

export const inclusionProof = z
  .object({ leafIndex, treeSize, leafHash: hash, canonical, path })
  .meta({ id: 'InclusionProof' });

export const consistencyProof = z.object({ path }).meta({ id: 'ConsistencyProof' });

export const verification = z
  .object({
    ok: z.boolean().meta({ description: 'Nothing was found so far' }),
    checkedSize: treeSize,
    anchoredSize: treeSize,
    problems: z.array(
      z.object({
        kind: z.enum(AUDIT_PROBLEM_KINDS),
        entryId: entryId.optional(),
        leafIndex: leafIndex.optional(),
        sessionId: z.guid().optional(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: 'AuditVerification' });

export const receipt = z
  .object({
    sessionId: z.guid(),
    head: head.nullable().meta({ description: 'What the paths lead to; null before anything is sealed' }),
    entries: z.array(
      z.object({
        id: entryId,
        at: utcInstant,
        entity: z.enum(AUDIT_ENTITIES),
        action: z.enum(AUDIT_ACTIONS),
        canonical,
        proof: z
          .object({ leafIndex, leafHash: hash, path })
          .nullable()
          .meta({ description: 'Null for the moment until the entry is sealed' }),
      }),
    ),
  })
  .meta({
    id: 'SessionReceipt',
    description: 'All changes of one session, each with the proof that it is in the audit',
  });
