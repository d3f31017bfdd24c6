import type { MsWindow } from '../../domain/availability/index.js';
import type { SchedulingInput, SlotRequest } from '../../domain/availability/types.js';
import type { Tx } from '../../prisma/actor.js';
import { loadScheduling } from '../../prisma/stores/scheduling-store.js';
import { readPatient } from '../../prisma/views/patient-view.js';
import { readRoom } from '../../prisma/views/room-view.js';
import { readSession, type SessionView } from '../../prisma/views/session-view.js';
import type { RequestOf } from '../contract/operation.js';
import type { explainSlot } from '../contract/slots.js';
import { unknownId } from '../http/absent.js';
import type { PersonActor } from '../http/principal.js';
import { invalidField } from '../http/problem.js';

type Wish = Pick<
  RequestOf<typeof explainSlot>['query'],
  'doctorId' | 'roomId' | 'telehealth' | 'patientId' | 'sessionId' | 'durationMinutes'
>;

/** What the rule engine needs for a wish, and the wish in its words: a session that moves stays as long as it is. */
export async function loadWish(
  tx: Tx,
  { role }: PersonActor,
  wish: Wish,
  window: MsWindow,
): Promise<{ input: SchedulingInput; request: Omit<SlotRequest, 'startsAtMs'> }> {
  const { doctorId, roomId = null, sessionId = null } = wish;
  const session = sessionId === null ? null : await readSession(tx, sessionId);
  if (sessionId !== null && session === null) throw unknownId('session', role, '/sessionId');
  const { telehealth = session?.telehealth ?? false, patientId = session?.patient.id ?? null } = wish;
  if (telehealth && roomId !== null) throw invalidField('/roomId', 'must be left out for telehealth');
  if (wish.patientId && (await readPatient(tx, wish.patientId)) === null) {
    throw unknownId('patient', role, '/patientId');
  }
  if (roomId !== null && (await readRoom(tx, roomId)) === null) throw unknownId('room', role, '/roomId');
  const input = await loadScheduling(tx, { doctorId, patientId, roomId: null, ignoreSessionId: sessionId, ...window });
  if (input === null) throw unknownId('doctor', role, '/doctorId');
  const durationMinutes = wish.durationMinutes ?? lengthOf(session) ?? input.policy.defaultDurationMinutes;
  return { input, request: { durationMinutes, roomId, patientId, telehealth } };
}

function lengthOf(session: SessionView | null): number | undefined {
  if (session === null) return undefined;
  return (Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000;
}
