import type { Schedule } from '../../domain/availability/editing/index.js';
import type { MsWindow } from '../../domain/availability/index.js';
import type { SchedulingInput, SlotRequest } from '../../domain/availability/types.js';
import type { Tx } from '../../prisma/actor.js';
import { loadScheduling } from '../../prisma/stores/scheduling-store.js';
import type { SessionView } from '../../prisma/views/session-view.js';

/** The doctor whose hours change, and what they would be. */
export interface Under {
  doctorId: string;
  after: Schedule;
}

/** What the rule engine needs to judge times for a session by hours that do not hold yet; null without a doctor. */
export async function judgedUnder(
  tx: Tx,
  { doctorId, after: { timeZone, periods, exceptions } }: Under,
  session: SessionView,
  window: MsWindow,
): Promise<SchedulingInput | null> {
  const query = { doctorId, patientId: session.patient.id, roomId: null, ignoreSessionId: session.id, ...window };
  const input = await loadScheduling(tx, query);
  return input && { ...input, doctor: { ...input.doctor, timeZone }, periods, exceptions };
}

/** A session's wish for a start, in any room. */
export function wishFor(session: SessionView, startsAtMs: number): SlotRequest {
  return {
    startsAtMs,
    durationMinutes: (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000,
    roomId: null,
    patientId: session.patient.id,
    telehealth: session.telehealth,
  };
}
