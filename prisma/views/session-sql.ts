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

/** Needs the joins of `SESSION_FROM`. */
export const SESSION_JSON = Prisma.sql`jsonb_build_object(
  'id', s.id, 'code', s.code, 'status', s.status, 'attendance', s.attendance, 'version', s.version,
  'doctor', jsonb_build_object('id', d.id, 'fullName', d.full_name),
  'patient', jsonb_build_object('id', p.id, 'fullName', p.full_name, 'email', p.email, 'phone', p.phone),
  'room', CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('id', r.id, 'name', r.name) END,
  'telehealth', s.telehealth, 'telehealthUrl', s.telehealth_url,
  'startsAt', engine.iso(s.starts_at), 'endsAt', engine.iso(s.ends_at), 'timeZone', c.time_zone,
  'decisionDueAt', engine.iso(s.decision_due_at), 'createdAt', engine.iso(s.created_at), 'createdBy', s.created_by,
  'decidedAt', engine.iso(s.decided_at), 'decidedBy', s.decided_by, 'reason', s.reason,
  'reasonCategory', s.reason_category, 'visitReason', s.visit_reason, 'note', s.note, 'overbooked', s.overbooked,
  'move', CASE WHEN m.id IS NOT NULL THEN jsonb_build_object(
    'status', m.status, 'awaiting', m.awaiting, 'startsAt', engine.iso(m.starts_at), 'endsAt', engine.iso(m.ends_at),
    'doctor', jsonb_build_object('id', md.id, 'fullName', md.full_name),
    'room', CASE WHEN mr.id IS NOT NULL THEN jsonb_build_object('id', mr.id, 'name', mr.name) END,
    'proposedBy', m.proposed_by) END,
  'viewerRole', (SELECT engine.acting_role()))`;

export const SESSION_FROM = Prisma.sql`
  FROM sessions s
  JOIN doctors d ON d.id = s.doctor_id
  JOIN patients p ON p.id = s.patient_id
  LEFT JOIN rooms r ON r.id = s.room_id
  LEFT JOIN moves m ON m.session_id = s.id AND m.status = 'PROPOSED'
  LEFT JOIN doctors md ON md.id = m.doctor_id
  LEFT JOIN rooms mr ON mr.id = m.room_id
  CROSS JOIN policy c`;

/** Names for ids; a patient learns those of staff and their own only. */
export async function readPeople(tx: Tx, ids: (string | null)[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await tx.$queryRaw<Person[]>`
    SELECT id, full_name AS "fullName", role FROM engine.people(${wanted}::uuid[])`;
  return new Map(rows.map((person) => [person.id, person]));
}

/** Resolves people and cuts the row to what the viewer may see. */
export async function toSessionViews(tx: Tx, rows: RawSession[]): Promise<SessionView[]> {
  const people = await readPeople(
    tx,
    rows.flatMap((row) => [row.createdBy, row.decidedBy, row.move?.proposedBy ?? null]),
  );
  const person = (id: string | null): Person | null => (id === null ? null : (people.get(id) ?? null));
  return rows.map(({ viewerRole, ...row }) => {
    const staff = viewerRole !== 'PATIENT';
    const { email, phone, ...patient } = row.patient;
    return {
      ...row,
      patient: staff ? { ...patient, email, phone } : patient,
      createdBy: person(row.createdBy),
      decidedBy: person(row.decidedBy),
      reason: staff ? row.reason : null,
      note: staff ? row.note : null,
      move: row.move && { ...row.move, proposedBy: person(row.move.proposedBy) },
    };
  });
}
