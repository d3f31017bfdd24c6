import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../domain/actor.js';
import { audienceOf, audienceOfProposal } from '../../../domain/notifications/audience.js';
import type { Database } from '../../../prisma/actor.js';
import {
  amendSession,
  closeSession,
  decideMove,
  deleteSession,
  proposeMove,
  reopenSession,
  type AmendCommand,
  type CloseCommand,
  type DecideMoveCommand,
  type DeleteCommand,
  type MoveCommand,
  type ReopenCommand,
  type StoredStep,
  type WantedTime,
} from '../../../prisma/stores/session-store.js';
import type { TestClinic } from '../../support/clinic.js';
import { instant } from './commands.js';

/** A time with the first doctor in the first room, without buffers. */
export function wantedTime(
  clinic: TestClinic,
  { startsAt, endsAt, ...change }: Pick<WantedTime, 'startsAt' | 'endsAt'> & Partial<WantedTime>,
): WantedTime {
  return {
    startsAt,
    endsAt,
    doctorId: clinic.doctors[0].id,
    roomIds: [clinic.rooms[0].id],
    telehealth: false,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    override: null,
    ...change,
  };
}

const commanded = (sessionId: string) => ({
  decisionId: randomUUID(),
  sessionId,
  version: null,
  bodyHash: 'hash',
  notAfter: null,
});

export function moveCommand(sessionId: string, wanted: WantedTime, change: Partial<MoveCommand> = {}): MoveCommand {
  return {
    ...commanded(sessionId),
    wanted,
    reason: null,
    decisionDueAt: instant(5),
    moveDueAt: instant(4),
    announcements: {
      MOVED: audienceOf('MOVED'),
      AWAITS_DOCTOR: audienceOfProposal('DOCTOR'),
      AWAITS_PATIENT: audienceOfProposal('PATIENT'),
    },
    ...change,
  };
}

export function decideMoveCommand(sessionId: string, change: Partial<DecideMoveCommand> = {}): DecideMoveCommand {
  return {
    ...commanded(sessionId),
    verdict: 'APPROVE',
    reason: null,
    telehealthUrl: 'https://video.example/room',
    announcements: {
      APPROVE: audienceOf('MOVED'),
      REJECT: audienceOf('MOVE_REJECTED'),
      WITHDRAW: audienceOf('MOVE_WITHDRAWN'),
    },
    ...change,
  };
}

export function closeCommand(sessionId: string, change: Partial<CloseCommand> = {}): CloseCommand {
  return { ...commanded(sessionId), verdict: 'COMPLETE', ...change };
}

export function amendCommand(sessionId: string, change: Partial<AmendCommand> = {}): AmendCommand {
  return {
    ...commanded(sessionId),
    reason: 'entered wrongly',
    wanted: null,
    status: null,
    texts: {},
    decisionDueAt: null,
    telehealthUrl: 'https://video.example/room',
    announcements: {
      MOVED: audienceOf('MOVED'),
      APPROVED: audienceOf('APPROVED'),
      REJECTED: audienceOf('REJECTED'),
      CANCELLED: audienceOf('CANCELLED'),
    },
    ...change,
  };
}

export function reopenCommand(
  sessionId: string,
  wanted: WantedTime,
  change: Partial<ReopenCommand> = {},
): ReopenCommand {
  return {
    ...commanded(sessionId),
    reason: 'called off by mistake',
    wanted,
    decisionDueAt: instant(5),
    announcements: audienceOf('REOPENED'),
    ...change,
  };
}

export function deleteCommand(sessionId: string, change: Partial<DeleteCommand> = {}): DeleteCommand {
  return { ...commanded(sessionId), reason: 'a test entry', announcements: audienceOf('CANCELLED'), ...change };
}

/** Each step in a transaction of its own, as the worker runs it. */
export function stepsOf(worker: Database) {
  return {
    move: (actor: Actor, command: MoveCommand): Promise<StoredStep> =>
      worker.withActor(actor, (tx) => proposeMove(tx, command)),
    decideMove: (actor: Actor, command: DecideMoveCommand): Promise<StoredStep> =>
      worker.withActor(actor, (tx) => decideMove(tx, command)),
    close: (actor: Actor, command: CloseCommand): Promise<StoredStep> =>
      worker.withActor(actor, (tx) => closeSession(tx, command)),
    amend: (actor: Actor, command: AmendCommand): Promise<StoredStep> =>
      worker.withActor(actor, (tx) => amendSession(tx, command)),
    reopen: (actor: Actor, command: ReopenCommand): Promise<StoredStep> =>
      worker.withActor(actor, (tx) => reopenSession(tx, command)),
    remove: (actor: Actor, command: DeleteCommand): Promise<StoredStep> =>
      worker.withActor(actor, (tx) => deleteSession(tx, command)),
  };
}
