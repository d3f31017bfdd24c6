import { randomUUID } from 'node:crypto';
import type { SessionStep } from '../../../activities/session.js';
import type { Actor } from '../../../domain/actor.js';
import { timerKey, type PlannedTimer } from '../../../domain/session/plan-timers.js';
import type { BookingRequest } from '../../../workflows/session/contract.js';
import { actorOf } from '../../support/clinic.js';
import type { ActivityWorld } from './world.js';

export type SessionDesk = ReturnType<typeof createSessionDesk>;

/** The session's steps in few words, as its workflow would take them. */
export function createSessionDesk(world: ActivityWorld) {
  const { activities, clinic } = world;
  const doctor = (): Actor => actorOf('DOCTOR', clinic.doctors[0].userId);
  const secretary = (): Actor => actorOf('SECRETARY', clinic.secretary.userId);
  const validUntil = (): string => new Date(Date.now() + 10_000).toISOString();
  const command = (actor: Actor) => ({
    decisionId: randomUUID(),
    actor,
    version: null,
    bodyHash: 'body',
    validUntil: validUntil(),
  });
  const verdict = (actor: Actor, word: 'APPROVE' | 'REJECT' | 'WITHDRAW', subject: 'SESSION' | 'MOVE') => ({
    ...command(actor),
    subject,
    verdict: word,
    reason: word === 'REJECT' ? 'not possible' : null,
    category: null,
  });

  return {
    doctor,
    secretary,
    async booked(wanted: Partial<BookingRequest> = {}): Promise<SessionStep> {
      const { step, outcome } = await world.book(wanted);
      if (step === null) throw new Error(`not booked: ${JSON.stringify(outcome)}`);
      return step;
    },
    approve: (sessionId: string, actor = doctor()): Promise<SessionStep> =>
      activities.applyDecision({ sessionId, message: verdict(actor, 'APPROVE', 'SESSION') }),
    async approved(wanted: Partial<BookingRequest> = {}): Promise<SessionStep> {
      const { snapshot } = await this.booked(wanted);
      return this.approve(snapshot.sessionId);
    },
    move: (sessionId: string, startsAt: string, actor: Actor, doctorId: string | null = null): Promise<SessionStep> =>
      activities.applyMove({
        sessionId,
        message: { ...command(actor), startsAt, doctorId, roomId: null, reason: null, override: null },
      }),
    decideMove: (sessionId: string, word: 'APPROVE' | 'REJECT' | 'WITHDRAW', actor: Actor): Promise<SessionStep> =>
      activities.applyDecision({ sessionId, message: verdict(actor, word, 'MOVE') }),
    cancel: (sessionId: string, actor = secretary()): Promise<SessionStep> =>
      activities.applyCancel({ sessionId, message: { ...command(actor), reason: null } }),
    confirm: (sessionId: string, actor = secretary()): Promise<SessionStep> =>
      activities.applyReply({
        sessionId,
        message: { decisionId: randomUUID(), actor, promptId: null, intent: 'CONFIRM' },
        attendance: 'UNKNOWN',
      }),
    /** What the session waits for now. */
    async timers(sessionId: string): Promise<PlannedTimer[]> {
      return (await activities.loadSession(sessionId))?.step?.timers ?? [];
    },
    /** Fires the timer of that key, when its time has come. */
    async fire(sessionId: string, key: string): Promise<SessionStep> {
      const timers = await this.timers(sessionId);
      const timer = timers.find((planned) => timerKey(planned) === key);
      if (timer === undefined) throw new Error(`${key} is not planned: ${timers.map(timerKey).join(', ')}`);
      return activities.applyTimer({ sessionId, timer });
    },
    rowsOf: (notificationIds: string[]): Promise<Record<string, unknown>[]> =>
      world.rows(
        `SELECT id, kind, channel, recipient, status, error_code FROM notifications WHERE id = ANY ($1::uuid[])
          ORDER BY channel, recipient`,
        notificationIds,
      ),
    tasksOf: (sessionId: string): Promise<Record<string, unknown>[]> =>
      world.rows('SELECT kind, state FROM tasks WHERE session_id = $1::uuid ORDER BY created_at', sessionId),
    policy: (change: string): Promise<void> => world.owner(`UPDATE policy SET ${change}`),
  };
}
