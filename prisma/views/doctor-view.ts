import type { Tx } from '../actor.js';
import { decodeCursor, encodeCursor, toPage, type Page, type PageRequest } from './page.js';

export interface DoctorView {
  id: string;
  userId: string;
  fullName: string;
  specialty: string | null;
  timeZone: string;
  active: boolean;
}

const SELECT = { id: true, userId: true, fullName: true, specialty: true, timeZone: true, active: true } as const;

/** Doctors by name. `active` null = both kinds. */
export async function listDoctors(
  tx: Tx,
  filter: { active: boolean | null },
  page: PageRequest,
): Promise<Page<DoctorView>> {
  const cursor = decodeCursor(page.cursor);
  const rows = await tx.doctor.findMany({
    where: {
      ...(filter.active === null ? {} : { active: filter.active }),
      ...(cursor ? { OR: [{ fullName: { gt: cursor[0] } }, { fullName: cursor[0], id: { gt: cursor[1] } }] } : {}),
    },
    orderBy: [{ fullName: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
    select: SELECT,
  });
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => encodeCursor(row.fullName, row.id),
  );
}

/** Null when there is none. */
export function readDoctor(tx: Tx, doctorId: string): Promise<DoctorView | null> {
  return tx.doctor.findUnique({ where: { id: doctorId }, select: SELECT });
}
