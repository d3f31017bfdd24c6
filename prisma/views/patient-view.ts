import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import {
  cursorParts,
  decodeCursor,
  encodeCursor,
  foreignCursor,
  likePattern,
  toPage,
  type Page,
  type PageRequest,
} from './page.js';

export interface PatientView {
  id: string;
  userId: string | null;
  fullName: string;
  email: string | null;
  phone: string | null;
  phoneVerified: boolean;
  language: string;
  timeZone: string;
  smsOptedOut: boolean;
}

const COLUMNS = Prisma.sql`
  p.id, p.user_id AS "userId", p.full_name AS "fullName", p.email, p.phone,
  p.phone_verified_at IS NOT NULL AS "phoneVerified", p.language, p.time_zone AS "timeZone",
  engine.opted_out(p.phone) AS "smsOptedOut"`;

/** Patients whom the viewer may see, by name; `search` looks at name, email and phone. */
export async function listPatients(
  tx: Tx,
  filter: { search: string | null },
  page: PageRequest,
): Promise<Page<PatientView>> {
  const cursor = decodeCursor(page.cursor);
  const conditions = [Prisma.sql`true`];
  if (filter.search) {
    const pattern = likePattern(filter.search);
    conditions.push(Prisma.sql`(p.full_name ILIKE ${pattern} OR p.email ILIKE ${pattern} OR p.phone ILIKE ${pattern})`);
  }
  if (cursor) conditions.push(Prisma.sql`(p.full_name, p.id) > (${cursor[0]}, ${cursor[1]}::uuid)`);
  const rows = await tx.$queryRaw<PatientView[]>`
    SELECT ${COLUMNS} FROM patients p WHERE ${Prisma.join(conditions, ' AND ')}
     ORDER BY p.full_name, p.id LIMIT ${page.limit + 1}`;
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => encodeCursor(row.fullName, row.id),
  );
}

/** Null where the patient does not exist or is not the viewer's to see. */
export async function readPatient(tx: Tx, patientId: string): Promise<PatientView | null> {
  const rows = await tx.$queryRaw<PatientView[]>`SELECT ${COLUMNS} FROM patients p WHERE p.id = ${patientId}::uuid`;
  return rows[0] ?? null;
}

/** Contact data as staff enter it. `smsConsent` is written to the consent ledger by the database. */
export interface PatientFields {
  fullName: string;
  email: string | null;
  phone: string | null;
  language: string;
  timeZone: string;
  smsConsent: boolean;
}

/** Secretaries and admins only. */
export async function createPatient(
  tx: Tx,
  patient: PatientFields & { id: string; createdBy: string | null },
): Promise<PatientView> {
  await tx.patient.createMany({ data: [patient] });
  return (await readPatient(tx, patient.id)) as PatientView;
}

/** Secretaries, admins and the patient themselves; a new phone is no longer verified. Null when there is none to change. */
export async function updatePatient(
  tx: Tx,
  patientId: string,
  change: Partial<PatientFields>,
): Promise<PatientView | null> {
  const { count } = await tx.patient.updateMany({
    where: { id: patientId },
    data: { ...change, version: { increment: 1 } },
  });
  return count === 0 ? null : readPatient(tx, patientId);
}

export interface ConsentView {
  phone: string;
  kind: 'OPT_IN' | 'OPT_OUT';
  at: string;
  source: 'STAFF' | 'PATIENT' | 'SMS' | 'PROVIDER';
  wording: string;
}

/** What was said by the patient, or by anybody about the number they have now, newest first. Secretaries and admins. */
export async function listConsents(tx: Tx, patientId: string, page: PageRequest): Promise<Page<ConsentView>> {
  const after = page.cursor === null ? null : entryIn(page.cursor);
  const rows = await tx.$queryRaw<(ConsentView & { id: bigint })[]>`
    SELECT c.id, c.phone, c.kind, engine.iso(c.at) AS at, c.source, c.wording FROM consents c
     WHERE (c.patient_id = ${patientId}::uuid
            OR c.proven AND c.phone = (SELECT p.phone FROM patients p WHERE p.id = ${patientId}::uuid))
       AND (${after}::bigint IS NULL OR c.id < ${after}::bigint)
     ORDER BY c.id DESC LIMIT ${page.limit + 1}`;
  return toPage(
    rows,
    page.limit,
    ({ id: _id, ...consent }) => consent,
    (row) => encodeCursor(Number(row.id)),
  );
}

function entryIn(cursor: string): number {
  const [id, ...more] = cursorParts(cursor);
  if (typeof id === 'number' && Number.isSafeInteger(id) && more.length === 0) return id;
  throw foreignCursor();
}
