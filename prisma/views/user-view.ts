import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';
import { Prisma } from '../generated/client.js';
import { decodeCursor, encodeCursor, likePattern, toPage, type Page, type PageRequest } from './page.js';

export interface UserView {
  id: string;
  email: string;
  fullName: string;
  role: Role;
  status: 'ACTIVE' | 'DISABLED';
  emailVerified: boolean;
  phone: string | null;
  timeZone: string;
  language: string;
  doctorId: string | null;
  patientId: string | null;
  createdAt: string;
  /** For admins only; null for everybody else. */
  lockedUntil: string | null;
}

const SELECT = Prisma.sql`
  SELECT u.id, u.email, u.full_name AS "fullName", u.role, u.status, u.email_verified_at IS NOT NULL AS "emailVerified",
         u.phone, u.time_zone AS "timeZone", u.language, d.id AS "doctorId", p.id AS "patientId",
         engine.iso(u.created_at) AS "createdAt", engine.iso(engine.account_locked_until(u.id)) AS "lockedUntil"
    FROM users u LEFT JOIN doctors d ON d.user_id = u.id LEFT JOIN patients p ON p.user_id = u.id`;

/** Null where the user does not exist or is not the viewer's to see (one's own; admins: all). */
export async function readUser(tx: Tx, userId: string): Promise<UserView | null> {
  const rows = await tx.$queryRaw<UserView[]>`${SELECT} WHERE u.id = ${userId}::uuid`;
  return rows[0] ?? null;
}

export interface UserFilter {
  /** Looks at name and email. */
  search: string | null;
  roles: Role[] | null;
  statuses: UserView['status'][] | null;
}

/** Accounts that the viewer may see, by name. */
export async function listUsers(tx: Tx, filter: UserFilter, page: PageRequest): Promise<Page<UserView>> {
  const cursor = decodeCursor(page.cursor);
  const conditions = [Prisma.sql`true`];
  if (filter.search) {
    const pattern = likePattern(filter.search);
    conditions.push(Prisma.sql`(u.full_name ILIKE ${pattern} OR u.email ILIKE ${pattern})`);
  }
  if (filter.roles) conditions.push(Prisma.sql`u.role = ANY (${filter.roles})`);
  if (filter.statuses) conditions.push(Prisma.sql`u.status = ANY (${filter.statuses})`);
  if (cursor) conditions.push(Prisma.sql`(u.full_name, u.id) > (${cursor[0]}, ${cursor[1]}::uuid)`);
  const rows = await tx.$queryRaw<UserView[]>`
    ${SELECT} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY u.full_name, u.id LIMIT ${page.limit + 1}`;
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => encodeCursor(row.fullName, row.id),
  );
}
