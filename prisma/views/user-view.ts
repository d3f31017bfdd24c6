import type { Role } from '../../domain/actor.js';
import type { Tx } from '../actor.js';

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
  lockedUntil: string | null;
}

/** Null where the user does not exist or is not the viewer's to see (one's own; admins: all). */
export async function readUser(tx: Tx, userId: string): Promise<UserView | null> {
  const row = await tx.user.findUnique({
    where: { id: userId },
    include: { doctor: { select: { id: true } }, patient: { select: { id: true } } },
  });
  if (row === null) return null;
  return {
    id: row.id,
    email: row.email,
    fullName: row.fullName,
    role: row.role as Role,
    status: row.status as UserView['status'],
    emailVerified: row.emailVerifiedAt !== null,
    phone: row.phone,
    timeZone: row.timeZone,
    language: row.language,
    doctorId: row.doctor?.id ?? null,
    patientId: row.patient?.id ?? null,
    createdAt: row.createdAt.toISOString(),
    lockedUntil: row.lockedUntil !== null && row.lockedUntil > new Date() ? row.lockedUntil.toISOString() : null,
  };
}
