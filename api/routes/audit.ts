import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../../domain/errors.js';
import { recordAuditEvent } from '../../prisma/stores/audit-store.js';
import { proveConsistency, proveInclusion, readReceipt, readTreeHead } from '../../prisma/views/audit-proof-view.js';
import { listAuditEntries, type AuditFilter } from '../../prisma/views/audit-view.js';
import { beginRun, stateOf } from '../audit/runs.js';
import {
  getAuditConsistency,
  getAuditHead,
  getAuditProof,
  getSessionReceipt,
  listAudit,
  verifyAudit,
} from '../contract/audit.js';
import type { RequestOf } from '../contract/operation.js';
import type { AUDIT_ACTIONS, AUDIT_ENTITIES } from '../contract/resources/audit.js';
import type { ApiContext } from '../context.js';
import { absent } from '../http/absent.js';
import { implement, reply, type Endpoint, type Exchange } from '../http/endpoint.js';
import { noteRead } from '../http/note-read.js';
import type { PersonActor } from '../http/principal.js';
import { invalidField } from '../http/problem.js';

type Entity = (typeof AUDIT_ENTITIES)[number];
type Action = (typeof AUDIT_ACTIONS)[number];

const FIRST_LOOK_MS = 30;
const LATER_LOOK_MS = 250;

/** The audit for admins, and everybody's receipts of their sessions. */
export function auditRoutes(context: ApiContext): Endpoint[] {
  return [
    ...readingAudit(context),
    ...proving(context),
    implement(verifyAudit, (exchange) => verify(context, exchange)),
  ];
}

function readingAudit({ db, audit }: ApiContext): Endpoint[] {
  return [
    implement(listAudit, async ({ query, principal: { actor } }) => {
      const filter = filterOf(query);
      const { limit, cursor = null } = query;
      // Recorded on its own and first: whatever becomes of the answer, it stands that it was asked for.
      await noteAuditRead(db, actor, { filter: namesOf(filter) });
      return reply(
        200,
        await db.withActor(actor, (tx) => listAuditEntries<Entity, Action>(tx, filter, { limit, cursor })),
      );
    }),
    implement(getAuditHead, async ({ principal: { actor } }) => {
      const head = await db.withActor(actor, (tx) => readTreeHead(tx));
      if (head === null) throw new DomainError('not_found', 'Nothing has been sealed yet.');
      return reply(200, { ...head, anchoredSize: await audit.anchoredSize() });
    }),
  ];
}

function proving({ db }: ApiContext): Endpoint[] {
  return [
    implement(getAuditProof, async ({ params, principal: { actor } }) => {
      await noteAuditRead(db, actor, { entry: params.id });
      const proof = await db.withActor(actor, (tx) => proveInclusion(tx, params.id));
      if (proof === null) throw new DomainError('not_found', 'There is no such entry, or it is not sealed yet.');
      return reply(200, proof);
    }),
    implement(getAuditConsistency, async ({ query: { from, to }, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        if (to < from) throw invalidField('/to', 'must not be less than from');
        const size = (await readTreeHead(tx))?.treeSize ?? 0;
        if (to > size) throw invalidField('/to', `must not be more than ${size}, the size of the newest tree`);
        return reply(200, { path: await proveConsistency(tx, from, to) });
      }),
    ),
    implement(getSessionReceipt, async ({ params, principal: { actor } }) =>
      db.withActor(actor, async (tx) => {
        const receipt = await readReceipt<Entity, Action>(tx, params.id);
        if (receipt === null) throw absent('session', actor.role);
        await noteRead(tx, actor.role, { entity: 'session', entityId: params.id });
        return reply(200, { sessionId: params.id, ...receipt });
      }),
    ),
  ];
}

async function verify(context: ApiContext, { query, principal: { actor } }: Exchange<typeof verifyAudit>) {
  const until = performance.now() + query.waitSeconds * 1_000;
  const run = query.run ?? (await begin(context, actor));
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = LATER_LOOK_MS) {
    const state = await stateOf(context, actor, run);
    if (state === null || state.state === 'LOST') {
      throw new DomainError('not_found', 'There is no such run, or it ended with its process. Begin another one.');
    }
    if (state.state === 'FAILED') {
      throw new DomainError('temporarily_unavailable', 'The audit could not be read to its end. Please try again.');
    }
    if (state.state === 'DONE') return reply(200, state.result);
    const left = until - performance.now();
    if (left <= 0) return reply(202, { run, checked: state.checked, total: state.total });
    await pause(Math.min(waitMs, left));
  }
}

async function begin(context: ApiContext, actor: PersonActor): Promise<string> {
  await noteAuditRead(context.db, actor, { verify: true });
  return beginRun(context, actor);
}

async function noteAuditRead(
  db: ApiContext['db'],
  actor: PersonActor,
  details: Record<string, unknown>,
): Promise<void> {
  await db.withActor(actor, (tx) => recordAuditEvent(tx, { kind: 'read', entity: 'audit', entityId: null, details }));
}

function filterOf(query: RequestOf<typeof listAudit>['query']): AuditFilter {
  const { entity = null, entityId = null, actorId = null, action = null, from = null, to = null } = query;
  if (from !== null && to !== null && to <= from) throw invalidField('/to', 'must be later than from');
  return { entities: entity, entityId, actorId, actions: action, from, to };
}

/** What was asked for. An entity's id is not personal, but nothing keeps a caller from typing a name. */
function namesOf({ entityId, ...filter }: AuditFilter): Record<string, unknown> {
  const isId = entityId !== null && /^[0-9a-f-]{1,36}$/.test(entityId);
  const given = Object.entries({ ...filter, entityId: isId ? entityId : null });
  return Object.fromEntries(given.filter(([, value]) => value !== null));
}
