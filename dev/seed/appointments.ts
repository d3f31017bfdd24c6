import { DateTime } from 'luxon';
import { systemActor, type Actor } from '../../domain/actor.js';
import { listSlots } from '../../domain/availability/index.js';
import { audienceOf } from '../../domain/notifications/audience.js';
import type { Announcement, NotificationKind } from '../../domain/notifications/types.js';
import { decisionDueAt } from '../../domain/session/plan-timers.js';
import type { Database } from '../../prisma/actor.js';
import { loadScheduling } from '../../prisma/stores/scheduling-store.js';
import {
  bookSession,
  cancelSession,
  completeSession,
  decideSession,
  expireSession,
  replySession,
  sessionSnapshot,
} from '../../prisma/stores/session-store.js';
import { readPolicy } from '../../prisma/stores/policy-store.js';
import { seedId } from './ids.js';
import { CLINIC_ZONE, doctorId, patientId, userId } from './people-rows.js';
import { PATIENTS, ROOMS } from './people.js';

type Fate = 'PENDING' | 'APPROVED' | 'CONFIRMED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED' | 'COMPLETED';

interface AppointmentSeed {
  doctor: string;
  /** Index into the patients. */
  patient: number;
  fate: Fate;
  /** Working days from today; negative ones lie in the past. */
  days: number;
  /** Which free slot of that day, counted in half hours. */
  nth: number;
  visitReason: string;
  telehealth?: boolean;
}

/** One believable fortnight: something to decide for each doctor, and every status that exists. */
export const APPOINTMENTS: AppointmentSeed[] = [
  { doctor: 'haddad', patient: 3, fate: 'PENDING', days: 2, nth: 2, visitReason: 'Check-up' },
  { doctor: 'haddad', patient: 4, fate: 'PENDING', days: 3, nth: 5, visitReason: 'Follow-up' },
  { doctor: 'okafor', patient: 5, fate: 'PENDING', days: 2, nth: 8, visitReason: 'New complaint' },
  { doctor: 'moreau', patient: 6, fate: 'PENDING', days: 4, nth: 1, visitReason: 'Follow-up' },
  { doctor: 'haddad', patient: 1, fate: 'APPROVED', days: 3, nth: 9, visitReason: 'Test results' },
  { doctor: 'okafor', patient: 2, fate: 'APPROVED', days: 4, nth: 3, visitReason: 'Check-up' },
  { doctor: 'moreau', patient: 7, fate: 'CONFIRMED', days: 2, nth: 4, visitReason: 'Follow-up' },
  { doctor: 'okafor', patient: 8, fate: 'CONFIRMED', days: 5, nth: 6, visitReason: 'Check-up', telehealth: true },
  { doctor: 'haddad', patient: 9, fate: 'REJECTED', days: 4, nth: 7, visitReason: 'New complaint' },
  { doctor: 'moreau', patient: 10, fate: 'EXPIRED', days: 3, nth: 2, visitReason: 'Check-up' },
  { doctor: 'okafor', patient: 11, fate: 'CANCELLED', days: 5, nth: 10, visitReason: 'Follow-up' },
  { doctor: 'haddad', patient: 5, fate: 'COMPLETED', days: -2, nth: 3, visitReason: 'Check-up' },
  { doctor: 'moreau', patient: 4, fate: 'COMPLETED', days: -3, nth: 6, visitReason: 'Follow-up' },
];

const SLOT_MINUTES = 30;
const NOTHING: Announcement[] = [];
const person = (handle: string, role: 'SECRETARY' | 'DOCTOR'): Actor => ({
  id: userId(handle),
  role,
  channel: role === 'DOCTOR' ? 'SLACK' : 'API',
  requestId: 'seed',
});

/** Books the demo's sessions through the same functions as everybody; returns the ids of those that are not over. */
export async function writeAppointments(db: Database, now: Date): Promise<string[]> {
  const open: string[] = [];
  for (const [index, seed] of APPOINTMENTS.entries()) {
    const sessionId = seedId('session', String(index));
    const before = await db.withActor(systemActor('seed'), (tx) => sessionSnapshot(tx, sessionId));
    if (before === null && !(await book(db, seed, sessionId, now))) continue;
    await settle(db, seed, sessionId);
    if (['PENDING', 'APPROVED', 'CONFIRMED'].includes(seed.fate)) open.push(sessionId);
  }
  return open;
}

async function book(db: Database, seed: AppointmentSeed, sessionId: string, now: Date): Promise<boolean> {
  const startsAt = await startOf(db, seed, now);
  if (startsAt === null) return false;
  const startsAtMs = Date.parse(startsAt);
  const result = await db.withActor(person('secretary', 'SECRETARY'), async (tx) => {
    const policy = await readPolicy(tx);
    return bookSession(tx, {
      sessionId,
      doctorId: doctorId(seed.doctor),
      patientId: patientOf(seed),
      startsAt,
      endsAt: new Date(startsAtMs + SLOT_MINUTES * 60_000).toISOString(),
      roomIds: seed.telehealth ? [] : ROOMS.map((room) => seedId('room', room.name)),
      telehealth: seed.telehealth ?? false,
      visitReason: seed.visitReason,
      note: null,
      bodyHash: 'seed',
      bufferBeforeMinutes: policy.bufferBeforeMinutes,
      bufferAfterMinutes: policy.bufferAfterMinutes,
      decisionDueAt: decisionDueAt({ bookedAtMs: now.getTime(), startsAtMs, policy }),
      notAfter: null,
      announcements: told(seed, 'PENDING', 'BOOKED'),
    });
  });
  return result.outcome === 'BOOKED';
}

/** Takes a booked session to where the demo wants it; every step is safe to repeat. */
async function settle(db: Database, seed: AppointmentSeed, sessionId: string): Promise<void> {
  const command = { decisionId: seedId('decision', sessionId), sessionId, bodyHash: 'seed', version: null };
  if (['APPROVED', 'CONFIRMED', 'COMPLETED', 'REJECTED'].includes(seed.fate)) {
    const rejects = seed.fate === 'REJECTED';
    await db.withActor(person(seed.doctor, 'DOCTOR'), (tx) =>
      decideSession(tx, {
        ...command,
        verdict: rejects ? 'REJECT' : 'APPROVE',
        reason: rejects ? 'In surgery all morning' : null,
        category: rejects ? 'TIME_UNAVAILABLE' : null,
        telehealthUrl: `https://telehealth.elm-street.example/${sessionId}`,
        announcements: { APPROVE: told(seed, 'APPROVED', 'APPROVED'), REJECT: NOTHING },
      }),
    );
  }
  if (seed.fate === 'CONFIRMED') {
    const reply = { decisionId: seedId('reply', sessionId), sessionId, promptId: null, intent: 'CONFIRM' as const };
    await db.withActor(person('secretary', 'SECRETARY'), (tx) =>
      replySession(tx, { ...reply, announcements: NOTHING, lateAnnouncements: NOTHING }),
    );
  }
  if (seed.fate === 'CANCELLED') {
    await db.withActor(person('secretary', 'SECRETARY'), (tx) =>
      cancelSession(tx, { ...command, reason: 'The patient is travelling', notAfter: null, announcements: NOTHING }),
    );
  }
  if (seed.fate !== 'EXPIRED' && seed.fate !== 'COMPLETED') return;
  await db.withActor(systemActor('seed'), async (tx) => {
    const record = await sessionSnapshot(tx, sessionId);
    if (record === null) return;
    const { endsAt, decisionDueAt: dueAt } = record.snapshot;
    if (seed.fate === 'COMPLETED') await completeSession(tx, { sessionId, now: endsAt });
    else await expireSession(tx, { sessionId, now: dueAt, announcements: NOTHING });
  });
}

/** The demo's own people hear of what waits for them; what is long over told its people then. */
function told(seed: AppointmentSeed, fate: Fate, kind: NotificationKind): Announcement[] {
  return seed.fate === fate ? audienceOf(kind) : NOTHING;
}

async function startOf(db: Database, seed: AppointmentSeed, now: Date): Promise<string | null> {
  const day = workingDay(now, seed.days);
  if (seed.days < 0)
    return day
      .plus({ hours: 9, minutes: seed.nth * SLOT_MINUTES })
      .toUTC()
      .toISO();
  const window = { fromMs: day.toMillis(), toMs: day.plus({ days: 1 }).toMillis() };
  const scheduling = await db.withActor(systemActor('seed'), (tx) =>
    loadScheduling(tx, {
      doctorId: doctorId(seed.doctor),
      patientId: patientOf(seed),
      roomId: null,
      ...window,
      ignoreSessionId: null,
    }),
  );
  if (scheduling === null) return null;
  const free = listSlots(scheduling, {
    from: day.toFormat('yyyy-MM-dd'),
    to: day.plus({ days: 1 }).toFormat('yyyy-MM-dd'),
    durationMinutes: SLOT_MINUTES,
    roomId: null,
    patientId: patientOf(seed),
    telehealth: seed.telehealth ?? false,
    nowMs: now.getTime(),
  });
  return free[seed.nth * 2]?.startsAt ?? free[0]?.startsAt ?? null;
}

function patientOf(seed: AppointmentSeed): string {
  const patient = PATIENTS[seed.patient];
  if (!patient) throw new Error(`The seed names patient ${seed.patient}, who does not exist.`);
  return patientId(patient);
}

/** Midnight of the n-th weekday from today, Monday to Friday. */
function workingDay(now: Date, days: number): DateTime<true> {
  let day = DateTime.fromJSDate(now, { zone: CLINIC_ZONE }).startOf('day');
  for (let left = Math.abs(days); left > 0;) {
    day = day.plus({ days: Math.sign(days) });
    if (day.weekday <= 5) left -= 1;
  }
  return day as DateTime<true>;
}
