import type { Override } from '../domain/session/types.js';
import type { MovableSession } from '../prisma/stores/session-commands.js';
import type { SlotWish } from './slot-check.js';

/** What of a session is to be another; absent members stay as they are. */
export interface TimeChanges {
  startsAt?: string | undefined;
  durationMinutes?: number | undefined;
  doctorId?: string | undefined;
  /** null: any room, the present one first. */
  roomId?: string | null | undefined;
  telehealth?: boolean | undefined;
}

/** A session's time as it is to be. */
export function wishFor(
  session: MovableSession,
  changes: TimeChanges,
  { override, isConfirmable }: { override: Override | null; isConfirmable: boolean },
): SlotWish {
  const { snapshot, patientId, roomId: presentRoomId } = session;
  const { startsAt = snapshot.startsAt, doctorId = snapshot.doctorId, roomId = presentRoomId } = changes;
  const presentMinutes = (Date.parse(snapshot.endsAt) - Date.parse(snapshot.startsAt)) / 60_000;
  const telehealth = changes.telehealth ?? (session.telehealth && !changes.roomId);
  return {
    sessionId: snapshot.sessionId,
    doctorId,
    patientId,
    startsAtMs: Date.parse(startsAt),
    durationMinutes: changes.durationMinutes ?? presentMinutes,
    roomId: telehealth ? null : roomId,
    preferredRoomId: presentRoomId,
    telehealth,
    override,
    isConfirmable,
    presentStart: doctorId === snapshot.doctorId ? snapshot.startsAt : null,
  };
}
