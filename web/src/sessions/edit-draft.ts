import { instantsOfLocalTime } from '../../../domain/time/local-date.js';
import { clockOf, localDateIn } from '../ui/time-text.js';
import type { EditBody } from './session-commands.js';
import type { Session, SessionStatus } from './session-reads.js';

/** A session as a form holds it; the time is on the clinic's clock. */
export interface EditDraft {
  date: string;
  time: string;
  durationMinutes: string;
  doctorId: string;
  /** Empty for a telehealth session. */
  roomId: string;
  telehealth: boolean;
  status: SessionStatus;
  visitReason: string;
  note: string;
  reason: string;
}

/** The draft that changes nothing. */
export function draftOf(session: Session): EditDraft {
  const { startsAt, endsAt, timeZone } = session;
  return {
    date: localDateIn(startsAt, timeZone),
    time: clockOf(startsAt, { timeZone, language: 'en' }),
    durationMinutes: String((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
    doctorId: session.doctor.id,
    roomId: session.room?.id ?? '',
    telehealth: session.telehealth,
    status: session.status,
    visitReason: session.visitReason ?? '',
    note: session.note ?? '',
    reason: '',
  };
}

/** The instants that a draft's local time means: none where clocks jump over it, two where they show it twice. */
export function instantsOf({ date, time }: EditDraft, timeZone: string): string[] {
  return /^\d{4}-\d\d-\d\d$/.test(date) && /^\d\d:\d\d$/.test(time) ? instantsOfLocalTime(date, time, timeZone) : [];
}

/** What of a draft differs from the session; empty where nothing does. */
export function changesOf(session: Session, draft: EditDraft): Omit<EditBody, 'reason' | 'version' | 'override'> {
  const before = draftOf(session);
  const isMoved = draft.date !== before.date || draft.time !== before.time;
  const [startsAt] = isMoved ? instantsOf(draft, session.timeZone) : [];
  const changed = <K extends keyof EditDraft>(key: K): boolean => draft[key] !== before[key];
  return {
    ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt).toISOString() }),
    ...(changed('durationMinutes') ? { durationMinutes: Number(draft.durationMinutes) } : {}),
    ...(changed('doctorId') ? { doctorId: draft.doctorId } : {}),
    ...(changed('telehealth') ? { telehealth: draft.telehealth } : {}),
    ...(changed('roomId') && !draft.telehealth && draft.roomId !== '' ? { roomId: draft.roomId } : {}),
    ...(changed('status') ? { status: draft.status } : {}),
    ...(changed('visitReason') ? { visitReason: draft.visitReason.trim() || null } : {}),
    ...(changed('note') ? { note: draft.note.trim() || null } : {}),
  };
}
