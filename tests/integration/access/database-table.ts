/**
 * What each table shows to whom, and who writes it. `-` is refused for want of a right, `none` is allowed and empty, `own`
 * is exactly what `OWN_ROWS` tells, `all` is every row.
 *
 * Readers are the same by either login, but for the columns at the end: `system` is the worker's login, and the writing is
 * done by the API's login only. Who writes a table reaches by it the rows that they see.
 */
export const DATABASE_TABLE = `
table                   | unset | anonymous | patient | doctor | cover | secretary | admin | system | insert          | update                  | delete
_prisma_migrations      | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
account_mails           | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
account_requests        | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
account_tokens          | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
audit_entries           | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
audit_heads             | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
audit_leaves            | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
audit_nodes             | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
audit_private           | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
audit_runs              | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
auth_sessions           | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
availability_exceptions | none  | none      | none    | own    | own   | all       | all   | all    | -               | -                       | -
availability_periods    | none  | none      | none    | own    | own   | all       | all   | all    | -               | -                       | -
availability_stretches  | none  | none      | none    | own    | own   | all       | all   | all    | -               | -                       | -
calendar_links          | none  | none      | own     | own    | own   | own       | all   | all    | -               | -                       | -
chat_identities         | none  | none      | own     | own    | own   | own       | all   | all    | -               | -                       | -
chat_link_codes         | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
chat_link_failures      | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
consents                | none  | none      | none    | none   | none  | all       | all   | all    | -               | -                       | -
credentials             | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
decisions               | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
delivery_receipts       | none  | none      | none    | none   | none  | none      | all   | all    | -               | -                       | -
doctor_cover            | none  | none      | none    | all    | all   | all       | all   | all    | -               | -                       | -
doctors                 | none  | none      | all     | all    | all   | all       | all   | all    | -               | -                       | -
fired_timers            | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
holds                   | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
idempotency_keys        | none  | none      | own     | own    | own   | own       | own   | -      | everybody       | everybody               | everybody
inbound_messages        | none  | none      | none    | none   | none  | all       | all   | all    | -               | -                       | -
leave_items             | none  | none      | none    | own    | own   | all       | all   | all    | -               | -                       | -
leaves                  | none  | none      | none    | own    | own   | all       | all   | all    | -               | -                       | -
moves                   | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
notifications           | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
patients                | none  | none      | own     | own    | own   | all       | all   | all    | secretary admin | patient secretary admin | -
policy                  | none  | all       | all     | all    | all   | all       | all   | all    | -               | -                       | -
prompts                 | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
rooms                   | none  | none      | all     | all    | all   | all       | all   | all    | admin           | admin                   | -
sessions                | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
sign_in_attempts        | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
status_history          | none  | none      | own     | own    | own   | all       | all   | all    | -               | -                       | -
tasks                   | none  | none      | none    | none   | none  | all       | all   | all    | -               | -                       | -
users                   | none  | none      | own     | own    | own   | own       | all   | all    | -               | -                       | -
which_questions         | -     | -         | -       | -      | -     | -         | -     | -      | -               | -                       | -
`;

export const PERSONS = ['patient', 'doctor', 'cover', 'secretary', 'admin'] as const;
export const VIEWERS = ['unset', 'anonymous', ...PERSONS] as const;
export type Viewer = (typeof VIEWERS)[number];
export type Verb = 'insert' | 'update' | 'delete';
export type DatabaseColumn = Viewer | 'system' | Verb;

/** Who looks, in SQL: lists of quoted ids. */
export interface Me {
  userId: string;
  patientIds: string;
  doctorIds: string;
  /** Own and covered. */
  decidableIds: string;
}

/** Also those that the doctor is asked to take over, as long as the question is open. */
const asDoctor = ({ decidableIds }: Me): string =>
  `(sessions.doctor_id IN (${decidableIds}) OR sessions.id IN (
      SELECT m.session_id FROM moves m WHERE m.status = 'PROPOSED' AND m.doctor_id IN (${decidableIds})))`;
const sessions = (me: Me): string => `(patient_id IN (${me.patientIds}) OR ${asDoctor(me)})`;
const ofDoctorsSessions = (me: Me): string => `session_id IN (SELECT id FROM sessions WHERE ${asDoctor(me)})`;
const ofSessions = (me: Me): string => `session_id IN (SELECT id FROM sessions WHERE ${sessions(me)})`;
const ofDoctor = ({ doctorIds }: Me): string => `doctor_id IN (${doctorIds})`;

/** Which rows are one's own, as a condition. */
export const OWN_ROWS: Readonly<Record<string, (me: Me) => string>> = {
  availability_exceptions: ofDoctor,
  availability_periods: ofDoctor,
  availability_stretches: (me) => `period_id IN (SELECT id FROM availability_periods WHERE ${ofDoctor(me)})`,
  calendar_links: ({ userId }) => `user_id = ${userId}`,
  chat_identities: ({ userId }) => `user_id = ${userId}`,
  // What a patient decided themselves; a doctor all that was decided about their sessions.
  decisions: (me) => `(actor_id = ${me.userId} OR ${ofDoctorsSessions(me)})`,
  // Of a session that is to change its doctor each sees their own time.
  holds: ({ patientIds, decidableIds }) => `(patient_id IN (${patientIds}) OR doctor_id IN (${decidableIds}))`,
  idempotency_keys: ({ userId }) => `caller_id = ${userId}`,
  leave_items: (me) => `leave_id IN (SELECT id FROM leaves WHERE ${ofDoctor(me)})`,
  leaves: ofDoctor,
  moves: ofSessions,
  // A patient does not see what doctors are told.
  notifications: (me) => `${ofSessions(me)} AND (recipient = 'PATIENT' OR ${ofDoctorsSessions(me)})`,
  patients: (me) => `(id IN (${me.patientIds}) OR id IN (SELECT patient_id FROM sessions WHERE ${asDoctor(me)}))`,
  prompts: ofSessions,
  sessions,
  status_history: ofSessions,
  users: ({ userId }) => `id = ${userId}`,
};

/** How a row of one's own is made, for the tables that somebody writes. `me` is the viewer's id or nobody's. */
export const INSERTS: Readonly<Record<string, (me: string) => string>> = {
  idempotency_keys: (me) =>
    `INSERT INTO idempotency_keys (caller_id, key, operation, body_hash, locked_until, expires_at)
     VALUES (${me}, 'new', 'o', 'h', now(), now())`,
  patients: () => `INSERT INTO patients (id, full_name) VALUES (gen_random_uuid(), 'New')`,
  rooms: () => `INSERT INTO rooms (id, name) VALUES (gen_random_uuid(), 'New')`,
};

/** The columns that are written where not all of them are. */
export const WRITABLE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  patients: ['full_name', 'email', 'phone', 'sms_consent', 'language', 'time_zone', 'version'],
  rooms: ['name', 'location', 'active', 'version'],
};
