import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import type { Person, SessionView } from './session-types.js';

/** A session row as it comes out of `SESSION_JSON`: people are ids still, and nothing is masked. */
export interface RawSession extends Omit<SessionView, 'createdBy' | 'decidedBy' | 'move'> {
  createdBy: string | null;
  decidedBy: string | null;
  move: (Omit<NonNullable<SessionView['move']>, 'proposedBy'> & { proposedBy: string | null }) | null;
  viewerRole: string | null;
}

/** Of the row `s`. Names come by subqueries: planning a join of all these tables takes far longer than reading it. */
export const SESSION_JSON = Prisma.sql`jsonb_build_object(
  'id', s.id, 'code', s.code, 'status', s.status, 'attendance', s.attendance, 'version', s.version,
  'doctor', (SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name) FROM doctors d WHERE d.id = s.doctor_id),
  'patient', (SELECT jsonb_build_object('id', p.id, 'fullName', p.full_name, 'email', p.email, 'phone', p.phone)
                FROM patients p WHERE p.id = s.patient_id),
  'room', (SELECT jsonb_build_object('id', r.id, 'name', r.name) FROM rooms r WHERE r.id = s.room_id),
  'telehealth', s.telehealth, 'telehealthUrl', s.telehealth_url,
  'startsAt', engine.iso(s.starts_at), 'endsAt', engine.iso(s.ends_at), 'timeZone', (SELECT c.time_zone FROM policy c),
  'decisionDueAt', engine.iso(s.decision_due_at), 'createdAt', engine.iso(s.created_at), 'createdBy', s.created_by,
  'decidedAt', engine.iso(s.decided_at), 'decidedBy', s.decided_by, 'reason', s.reason,
  'reasonCategory', s.reason_category, 'visitReason', s.visit_reason, 'note', s.note, 'overbooked', s.overbooked,
  'move', (
    SELECT jsonb_build_object(
      'id', m.id, 'status', m.status, 'awaiting', m.awaiting, 'startsAt', engine.iso(m.starts_at), 'endsAt', engine.iso(m.ends_at),
      'dueAt', engine.iso(m.due_at), 'reason', m.reason,
      'doctor', (SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name) FROM doctors d WHERE d.id = m.doctor_id),
      'room', (SELECT jsonb_build_object('id', r.id, 'name', r.name) FROM rooms r WHERE r.id = m.room_id),
      'proposedBy', m.proposed_by)
      FROM moves m WHERE m.session_id = s.id AND m.status = 'PROPOSED'),
  'viewerRole', (SELECT engine.acting_role()))`;

/** Names for ids; a patient learns those of staff and their own only. */
export async function readPeople(tx: Tx, ids: (string | null)[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await tx.$queryRaw<Person[]>`
    SELECT id, full_name AS "fullName", role FROM engine.people(${wanted}::uuid[])`;
  return new Map(rows.map((person) => [person.id, person]));
}

/** Resolves people and cuts the rows to what the viewer may see. */
export async function toSessionViews(tx: Tx, rows: RawSession[]): Promise<SessionView[]> {
  const ids = rows.flatMap((row) => [row.createdBy, row.decidedBy, row.move?.proposedBy ?? null]);
  const people = await readPeople(tx, ids);
  return rows.map((row) => toSessionView(row, people));
}

/** The same for one row, given the people that it names. */
export function toSessionView({ viewerRole, ...row }: RawSession, people: ReadonlyMap<string, Person>): SessionView {
  const person = (id: string | null): Person | null => (id === null ? null : (people.get(id) ?? null));
  const staff = viewerRole !== 'PATIENT';
  const { email, phone, ...patient } = row.patient;
  return {
    ...row,
    patient: staff ? { ...patient, email, phone } : patient,
    createdBy: person(row.createdBy),
    decidedBy: person(row.decidedBy),
    reason: staff ? row.reason : null,
    note: staff ? row.note : null,
    move: row.move && {
      ...row.move,
      reason: staff ? row.move.reason : null,
      proposedBy: person(row.move.proposedBy),
    },
  };
}
