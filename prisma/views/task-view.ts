import type { NotificationStatus } from '../../domain/notifications/types.js';
import type { SessionStatus } from '../../domain/session/types.js';
import type { TaskKind, TaskState } from '../../domain/tasks/types.js';
import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import { decodeCursor, encodeCursor, toPage, type Page, type PageRequest } from './page.js';

/** A task as the desk sees it; the desk sees all of them. Instants are ISO UTC. */
export interface TaskView {
  id: string;
  kind: TaskKind;
  state: TaskState;
  version: number;
  session: TaskSession | null;
  patient: { id: string; fullName: string } | null;
  /** The task's number, else the patient's. */
  phone: string | null;
  text: string | null;
  createdAt: string;
  dueAt: string | null;
  claimedBy: { id: string; fullName: string } | null;
  claimedAt: string | null;
  doneBy: { id: string; fullName: string } | null;
  doneAt: string | null;
  note: string | null;
  /** The clinic's. */
  timeZone: string;
  /** What was written back, oldest first. */
  replies: { text: string; status: NotificationStatus; at: string }[];
}

export interface TaskSession {
  id: string;
  code: string;
  status: SessionStatus;
  startsAt: string;
  doctor: { id: string; fullName: string };
}

export interface TaskFilter {
  kinds: TaskKind[] | null;
  states: TaskState[] | null;
  /** Only those of these sessions. */
  sessionIds: string[] | null;
}

const person = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT jsonb_build_object('id', u.id, 'fullName', u.full_name) FROM engine.people(ARRAY[${column}]) u)`;

/** Of a session row `s`. */
export const TASK_SESSION_JSON = Prisma.sql`jsonb_build_object(
  'id', s.id, 'code', s.code, 'status', s.status, 'startsAt', engine.iso(s.starts_at),
  'doctor', (SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name) FROM doctors d WHERE d.id = s.doctor_id))`;

const TASK_JSON = Prisma.sql`jsonb_build_object(
  'id', t.id, 'kind', t.kind, 'state', t.state, 'version', t.version, 'text', t.text, 'note', t.note,
  'session', (SELECT ${TASK_SESSION_JSON} FROM sessions s WHERE s.id = t.session_id AND s.deleted_at IS NULL),
  'patient', (SELECT jsonb_build_object('id', p.id, 'fullName', p.full_name) FROM patients p WHERE p.id = t.patient_id),
  'phone', coalesce(t.phone, (SELECT p.phone FROM patients p WHERE p.id = t.patient_id)),
  'timeZone', (SELECT c.time_zone FROM policy c), 'createdAt', engine.iso(t.created_at), 'dueAt', engine.iso(t.due_at),
  'claimedBy', ${person(Prisma.sql`t.claimed_by`)}, 'claimedAt', engine.iso(t.claimed_at),
  'doneBy', ${person(Prisma.sql`t.done_by`)}, 'doneAt', engine.iso(t.done_at),
  'replies', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('text', n.body, 'status', n.status, 'at', engine.iso(n.created_at))
                              ORDER BY n.created_at, n.id), '[]')
      FROM notifications n WHERE n.task_id = t.id AND n.kind = 'STAFF_REPLY'))`;

/** Null where there is none. */
export async function readTask(tx: Tx, taskId: string): Promise<TaskView | null> {
  const rows = await tx.$queryRaw<{ row: TaskView }[]>`
    SELECT ${TASK_JSON} AS row FROM tasks t WHERE t.id = ${taskId}::uuid`;
  return rows[0]?.row ?? null;
}

/** Newest first. */
export async function listTasks(tx: Tx, filter: TaskFilter, page: PageRequest): Promise<Page<TaskView>> {
  const cursor = decodeCursor(page.cursor, isInstant);
  const conditions = [Prisma.sql`true`];
  if (filter.kinds) conditions.push(Prisma.sql`t.kind = ANY (${filter.kinds}::text[])`);
  if (filter.states) conditions.push(Prisma.sql`t.state = ANY (${filter.states}::text[])`);
  if (filter.sessionIds) conditions.push(Prisma.sql`t.session_id = ANY (${filter.sessionIds}::uuid[])`);
  if (cursor) conditions.push(Prisma.sql`(t.created_at, t.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`);
  const rows = await tx.$queryRaw<{ row: TaskView }[]>`
    SELECT ${TASK_JSON} AS row FROM tasks t
     WHERE ${Prisma.join(conditions, ' AND ')}
     ORDER BY t.created_at DESC, t.id DESC
     LIMIT ${page.limit + 1}`;
  return toPage(
    rows.map(({ row }) => row),
    page.limit,
    (view) => view,
    (view) => encodeCursor(view.createdAt, view.id),
  );
}

/** As `engine.iso` writes it; what only looks like an instant must not reach the database. */
function isInstant(key: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(key) && !Number.isNaN(Date.parse(key));
}
