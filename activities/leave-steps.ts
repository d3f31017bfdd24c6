import type { Actor } from '../domain/actor.js';
import { systemActor } from '../domain/actor.js';
import { DomainError, type ErrorCode } from '../domain/errors.js';
import { bodyHash } from '../domain/session/body-hash.js';
import { decisionIdFor } from '../domain/session/session-id.js';
import { isTerminal, type StepResult } from '../domain/session/types.js';
import type { Database } from '../prisma/actor.js';
import type { LeaveItem } from '../prisma/stores/leave-store.js';
import { loadAlternatives } from '../prisma/stores/scheduling-store.js';
import type { MovableSession } from '../prisma/stores/session-commands.js';
import { decisionById, movableSession } from '../prisma/stores/session-store.js';
import type { SendOptions, SessionClient } from '../workflows/session/client.js';

export interface LeaveStepDeps {
  db: Database;
  sessions: SessionClient;
  now: () => Date;
}

/** Seen by staff only; the patient reads who called it off. */
const REASON = 'The doctor is not available at this time any more.';

/** One session of a leave, and as whom it is settled. */
interface Work {
  leaveId: string;
  actor: Actor;
  item: LeaveItem;
  session: MovableSession;
}

/**
 * What is done about one session outside a doctor's hours, as the person who asked. Each gives the code of a refusal, or null
 * for what is done, and is safe to repeat; throws `temporarily_unavailable` where it is to be tried again.
 */
export function createLeaveSteps({ db, sessions, now }: LeaveStepDeps) {
  const command = ({ leaveId, actor, item }: Work, decisionId: string) => ({
    decisionId,
    actor,
    reason: REASON,
    version: null,
    bodyHash: bodyHash({ leaveId, itemId: item.id }),
  });

  /** Its workflow may be missing although it goes on. */
  async function heard(send: (options: SendOptions) => Promise<StepResult | 'ENDED'>): Promise<ErrorCode | null> {
    const first = await send({ resume: false });
    const result = first === 'ENDED' ? await send({ resume: true }) : first;
    if (result === 'ENDED') throw unreachable();
    return result.state === 'APPLIED' ? null : (result.code ?? 'invalid_transition');
  }

  const stateOf = (work: Work, decisionId: string) =>
    db.withActor(systemActor(`leave/${work.leaveId}`), (tx) => decisionById(tx, decisionId));

  /** Ends the open move whose time is closed now. A signal is not answered: the next attempt reads what it came to. */
  async function endMove(work: Work, decisionId: string): Promise<ErrorCode | null> {
    const { actor, item, session } = work;
    const { move } = session.snapshot;
    if (move === null || move.moveId !== item.moveId) return null;
    const decision = await stateOf(work, decisionId);
    if (decision !== null) return decision.state === 'APPLIED' ? null : decision.code;
    const verdict = actor.role === 'DOCTOR' && move.awaiting === 'DOCTOR' ? 'REJECT' : 'WITHDRAW';
    const word = { ...command(work, decisionId), subject: 'MOVE', verdict, category: null } as const;
    if ((await sessions.decide(item.sessionId, word)) === 'ENDED') {
      await sessions.decide(item.sessionId, word, { resume: true });
    }
    throw unreachable();
  }

  async function moveTo(work: Work, startsAt: string): Promise<ErrorCode | null> {
    const wish = { startsAt, doctorId: null, roomId: null, override: null };
    const message = { ...command(work, decisionIdFor(work.item.id, startsAt)), ...wish };
    return heard((options) => sessions.move(work.item.sessionId, message, options));
  }

  /** An earlier attempt may have given it one of the times, of which nobody heard. */
  async function isMoved(work: Work): Promise<boolean> {
    const { startsAt, move } = work.session.snapshot;
    for (const at of [startsAt, ...(move ? [move.startsAt] : [])]) {
      if ((await stateOf(work, decisionIdFor(work.item.id, at)))?.state === 'APPLIED') return true;
    }
    return false;
  }

  async function freeTimes({ leaveId, session }: Work): Promise<string[]> {
    const { snapshot, patientId, telehealth } = session;
    const startsAtMs = Date.parse(snapshot.startsAt);
    const durationMinutes = (Date.parse(snapshot.endsAt) - startsAtMs) / 60_000;
    const wanted = { startsAtMs, durationMinutes, roomId: null, patientId, telehealth };
    const query = { doctorId: snapshot.doctorId, wanted, nowMs: now().getTime(), ignoreSessionId: snapshot.sessionId };
    const slots = await db.withActor(systemActor(`leave/${leaveId}`), (tx) => loadAlternatives(tx, query));
    return slots.map(({ startsAt }) => startsAt).filter((startsAt) => startsAt !== snapshot.startsAt);
  }

  async function move(work: Work): Promise<ErrorCode | null> {
    if (await isMoved(work)) return null;
    const { startsAt } = work.item;
    const times = startsAt === null ? await freeTimes(work) : [startsAt];
    for (const time of times) {
      const code = await moveTo(work, time);
      if (code !== 'slot_taken' || startsAt !== null) return code;
    }
    // Others were quicker at all of them; there may be more.
    if (times.length > 0) throw unreachable();
    return 'slot_not_bookable';
  }

  return {
    /** The session as it is now, with the eyes of whoever carries the leave out; null where it is over. */
    async goingOn(leaveId: string, sessionId: string): Promise<MovableSession | null> {
      const session = await db.withActor(systemActor(`leave/${leaveId}`), (tx) => movableSession(tx, sessionId));
      return session === null || isTerminal(session.snapshot.status) ? null : session;
    },

    async carryOut(work: Work): Promise<ErrorCode | null> {
      const { item } = work;
      if (item.action === 'CANCEL') {
        if (item.moveId !== null) return endMove(work, item.id);
        const message = command(work, item.id);
        return heard((options) => sessions.cancel(item.sessionId, message, options));
      }
      const refused = item.moveId === null ? null : await endMove(work, item.id);
      return refused ?? move(work);
    },
  };
}

function unreachable(): DomainError {
  return new DomainError('temporarily_unavailable', 'The session cannot be reached.', { retryAfterSeconds: 1 });
}
