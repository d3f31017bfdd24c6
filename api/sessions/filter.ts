import type { z } from 'zod';
import type { Role } from '../../domain/actor.js';
import { instantsOfDates, plusDays } from '../../domain/time/local-date.js';
import type { Tx } from '../../prisma/actor.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import type { SessionFilter } from '../../prisma/views/session-view.js';
import type { sessionFilter } from '../contract/sessions.js';
import { invalidField } from '../http/problem.js';

type Asked = z.output<z.ZodObject<typeof sessionFilter>>;

/** Local dates of the clinic become instants; `to` is exclusive. */
export async function filterOf(tx: Tx, asked: Asked, viewer: Role): Promise<SessionFilter> {
  const { status, doctorId, patientId, roomId, from, to, search, sort } = asked;
  if (from !== undefined && to !== undefined && to <= from) throw invalidField('/to', 'must be later than from');
  const filter = { status, doctorId, patientId, roomId, sort, viewer, search: search?.trim() || undefined };
  if (from === undefined && to === undefined) return filter;
  const { timeZone } = await readPolicy(tx);
  const startOf = (date: string): string =>
    new Date(instantsOfDates(date, plusDays(date, 1), timeZone).fromMs).toISOString();
  return { ...filter, from: from && startOf(from), before: to && startOf(to) };
}
