import { randomUUID } from 'node:crypto';
import { audienceOf } from '../../../domain/notifications/audience.js';
import type { Actor } from '../../../domain/actor.js';
import type { StepResult } from '../../../domain/session/types.js';
import type { Database } from '../../../prisma/actor.js';
import {
  bookSession,
  decideSession,
  type BookCommand,
  type CancelCommand,
  type DecideCommand,
  type ReplyCommand,
} from '../../../prisma/stores/session-store.js';
import { actorOf, type TestClinic } from '../../support/clinic.js';

const DAY_MS = 86_400_000;

/** Ten o'clock UTC, `days` from today, and `minutes` later. */
export function instant(days: number, minutes = 0): string {
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return new Date(midnight + days * DAY_MS + (600 + minutes) * 60_000).toISOString();
}

/** Half hours that are each handed out once, one a day from `firstDay` on. */
export function createSlots(firstDay: number): () => { startsAt: string; endsAt: string } {
  let day = firstDay;
  return () => {
    day += 1;
    return { startsAt: instant(day), endsAt: instant(day, 30) };
  };
}

export function bookCommand(clinic: TestClinic, change: Partial<BookCommand> = {}): BookCommand {
  return {
    sessionId: randomUUID(),
    doctorId: clinic.doctors[0].id,
    patientId: clinic.patients[0].id,
    startsAt: instant(7),
    endsAt: instant(7, 30),
    roomIds: [clinic.rooms[0].id],
    telehealth: false,
    visitReason: 'knee',
    note: null,
    bodyHash: 'hash',
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    decisionDueAt: instant(6),
    notAfter: null,
    announcements: audienceOf('BOOKED'),
    ...change,
  };
}

export function decideCommand(sessionId: string, change: Partial<DecideCommand> = {}): DecideCommand {
  return {
    decisionId: randomUUID(),
    sessionId,
    verdict: 'APPROVE',
    reason: null,
    category: null,
    version: null,
    bodyHash: 'hash',
    telehealthUrl: 'https://video.example/room',
    announcements: { APPROVE: audienceOf('APPROVED'), REJECT: audienceOf('REJECTED') },
    ...change,
  };
}

export function cancelCommand(sessionId: string, change: Partial<CancelCommand> = {}): CancelCommand {
  return {
    decisionId: randomUUID(),
    sessionId,
    reason: null,
    version: null,
    bodyHash: 'hash',
    notAfter: null,
    announcements: audienceOf('CANCELLED'),
    ...change,
  };
}

export function replyCommand(sessionId: string, change: Partial<ReplyCommand> = {}): ReplyCommand {
  return {
    decisionId: randomUUID(),
    sessionId,
    promptId: null,
    intent: 'CONFIRM',
    announcements: audienceOf('CONFIRMED'),
    lateAnnouncements: audienceOf('LATE_ANSWER'),
    ...change,
  };
}

/** Books as the secretary and fails loudly where that was refused. */
export async function book(worker: Database, clinic: TestClinic, change: Partial<BookCommand> = {}): Promise<string> {
  const command = bookCommand(clinic, change);
  const result = await worker.withActor(actorOf('SECRETARY', clinic.secretary.userId), (tx) =>
    bookSession(tx, command),
  );
  if (result.outcome !== 'BOOKED') throw new Error(`not booked: ${JSON.stringify(result)}`);
  return command.sessionId;
}

/** Books and lets the doctor approve. */
export async function bookApproved(
  worker: Database,
  clinic: TestClinic,
  change: Partial<BookCommand> = {},
): Promise<{ sessionId: string; step: StepResult }> {
  const sessionId = await book(worker, clinic, change);
  const step = await decide(worker, actorOf('DOCTOR', clinic.doctors[0].userId), decideCommand(sessionId));
  if (step.state !== 'APPLIED') throw new Error(`not approved: ${JSON.stringify(step)}`);
  return { sessionId, step };
}

export function decide(worker: Database, actor: Actor, command: DecideCommand): Promise<StepResult> {
  return worker.withActor(actor, (tx) => decideSession(tx, command));
}
