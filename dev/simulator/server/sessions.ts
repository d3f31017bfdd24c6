import { operations, type ResponseOf } from '../../../api/client/client.js';
import type { SessionLine, SessionStory } from '../contract.js';
import type { ApiSession } from './api-session.js';
import type { SimulatorConfig } from './config.js';
import { impossible } from './errors.js';

type ApiSessionRecord = ResponseOf<typeof operations.getSession>['body'];

export interface Sessions {
  /** The newest first. */
  list(): Promise<SessionLine[]>;
  story(id: string): Promise<SessionStory>;
}

const MAX_SESSIONS = 50;
const MAX_ENTRIES = 200;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Every read by staff is written into the audit log, so nothing is read that no page has asked for. */
export function createSessions({ temporal }: SimulatorConfig, admin: ApiSession): Sessions {
  return {
    async list() {
      const { items } = await admin.call(operations.listSessions, {
        query: { sort: '-createdAt', limit: MAX_SESSIONS },
      });
      return items.map(lineOf);
    },
    async story(id) {
      if (!UUID.test(id)) throw impossible('There is no such session.', 404);
      const call = { params: { id }, query: { limit: MAX_ENTRIES } };
      const [session, history, messages] = await Promise.all([
        admin.call(operations.getSession, { params: { id } }),
        admin.call(operations.getSessionHistory, call),
        admin.call(operations.listSessionMessages, call),
      ]);
      return {
        ...lineOf(session),
        history: history.items.map(({ at, by, kind, from, to, channel, reason }) => ({
          at,
          by: by?.fullName ?? null,
          kind,
          from,
          to,
          channel,
          reason,
        })),
        messages: messages.items.map(({ at, kind, channel, status }) => ({ at, kind, channel, status })),
        workflowUrl: workflowUrl(temporal, id),
      };
    },
  };
}

function lineOf(session: ApiSessionRecord): SessionLine {
  const { id, code, status, attendance, startsAt, createdAt } = session;
  return {
    id,
    code,
    status,
    attendance,
    patient: session.patient.fullName,
    doctor: session.doctor.fullName,
    place: session.telehealth ? 'Telehealth' : (session.room?.name ?? ''),
    startsAt,
    createdAt,
  };
}

function workflowUrl({ ui, namespace }: SimulatorConfig['temporal'], sessionId: string): string | null {
  if (ui === null) return null;
  return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(`session/${sessionId}`)}`;
}
