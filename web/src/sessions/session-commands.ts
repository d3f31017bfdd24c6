import type { Api } from '../api/api.js';
import type { operations } from '../api/schema.js';
import type { Session } from './session-reads.js';
import { settled } from './settled.js';

type BodyOf<O extends keyof operations> = operations[O] extends {
  requestBody?: { content: { 'application/json': infer B } };
}
  ? B
  : never;

export type Override = NonNullable<BodyOf<'updateSession'>['override']>;
export type RejectCategory = NonNullable<BodyOf<'rejectSession'>['category']>;
export type MoveBody = BodyOf<'moveSession'>;
export type EditBody = BodyOf<'updateSession'>;

/** What is said along with a command. */
export interface Said {
  reason?: string;
  category?: RejectCategory;
}

/** Commands that need no more than a reason. */
export const PLAIN_ACTIONS = [
  'approve',
  'reject',
  'cancel',
  'confirm',
  'decline',
  'move/approve',
  'move/reject',
  'move/withdraw',
  'complete',
  'no-show',
  'delete',
] as const;
export type PlainAction = (typeof PLAIN_ACTIONS)[number];

/**
 * What one can do with a session. Each resolves once the server has given its word, and throws `Refusal` or `Unreachable`;
 * `key` makes asking again safe.
 */
export function sessionCommands(api: Api) {
  const { call } = api;
  const at = ({ id }: Session, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } });
  return {
    plain: (action: PlainAction, session: Session, said: Said, key: string) =>
      settled(api, session.id, sendPlain(api, action, session, said, key)),
    move: (session: Session, body: MoveBody, key: string) =>
      settled(api, session.id, call.POST('/api/v1/sessions/{id}/move', { params: at(session, key), body })),
    edit: (session: Session, body: EditBody, key: string) =>
      settled(api, session.id, call.PATCH('/api/v1/sessions/{id}', { params: at(session, key), body })),
    reopen: (session: Session, body: BodyOf<'reopenSession'>, key: string) =>
      settled(api, session.id, call.POST('/api/v1/sessions/{id}/reopen', { params: at(session, key), body })),
  };
}

function sendPlain({ call }: Api, action: PlainAction, session: Session, said: Said, key: string) {
  const { version } = session;
  const params = { path: { id: session.id }, header: { 'Idempotency-Key': key } };
  const { reason } = said;
  switch (action) {
    case 'approve':
      return call.POST('/api/v1/sessions/{id}/approve', { params, body: { version } });
    case 'reject':
      return call.POST('/api/v1/sessions/{id}/reject', { params, body: { ...said, version } });
    case 'cancel':
      return call.POST('/api/v1/sessions/{id}/cancel', { params, body: { reason, version } });
    case 'confirm':
      return call.POST('/api/v1/sessions/{id}/confirm', { params, body: {} });
    case 'decline':
      return call.POST('/api/v1/sessions/{id}/decline', { params, body: {} });
    case 'move/approve':
      return call.POST('/api/v1/sessions/{id}/move/approve', { params, body: { version } });
    case 'move/reject':
      return call.POST('/api/v1/sessions/{id}/move/reject', { params, body: { reason, version } });
    case 'move/withdraw':
      return call.POST('/api/v1/sessions/{id}/move/withdraw', { params, body: { version } });
    case 'complete':
      return call.POST('/api/v1/sessions/{id}/complete', { params, body: { version } });
    case 'no-show':
      return call.POST('/api/v1/sessions/{id}/no-show', { params, body: { version } });
    case 'delete':
      return call.DELETE('/api/v1/sessions/{id}', { params, body: { reason, version } });
  }
}
