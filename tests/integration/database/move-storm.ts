import { randomUUID } from 'node:crypto';
import { DomainError } from '../../../domain/errors.js';
import type { Resource } from '../../../domain/session/types.js';
import { bookSession, cancelSession, type StoredStep, type WantedTime } from '../../../prisma/stores/session-store.js';
import { bookCommand, cancelCommand, decide, decideCommand, instant } from './commands.js';
import {
  amendCommand,
  decideMoveCommand,
  deleteCommand,
  moveCommand,
  reopenCommand,
  wantedTime,
} from './move-commands.js';
import type { MoveWorld } from './move-world.js';

export interface StormResult {
  applied: number;
  errors: unknown[];
  /** Sentences of the check, which runs all the while. */
  faults: string[];
}

interface StormOptions {
  operations: number;
  callers: number;
  check: () => Promise<string[]>;
}

/** Random operations by random people on few sessions and few times; the same seed gives the same wishes. */
export function createStorm(world: MoveWorld, { seed, firstDay }: { seed: number; firstDay: number }) {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const sessions: string[] = [];
  const { people, steps, db, clinic } = world;

  function anyTime(): WantedTime {
    const day = firstDay + Math.floor(random() * 2);
    const minutes = Math.floor(random() * 8) * 15;
    const all: Resource[] = ['doctor', 'room', 'patient'];
    return wantedTime(clinic, {
      startsAt: instant(day, minutes),
      endsAt: instant(day, minutes + 30),
      doctorId: pick(clinic.doctors).id,
      roomIds: random() < 0.5 ? [pick(clinic.rooms).id] : clinic.rooms.map(({ id }) => id),
      bufferAfterMinutes: 5,
      override: random() < 0.25 ? { reason: 'storm', accept: all, exempt: all } : null,
    });
  }

  async function book(): Promise<boolean> {
    const wanted = anyTime();
    const command = bookCommand(clinic, { ...wanted, sessionId: randomUUID(), patientId: pick(clinic.patients).id });
    const actor = wanted.override === null ? people.secretary : people.admin;
    const { outcome } = await db.worker.withActor(actor, (tx) => bookSession(tx, command));
    if (outcome === 'BOOKED') sessions.push(command.sessionId);
    return outcome === 'BOOKED';
  }

  const move = (sessionId: string): Promise<StoredStep> => {
    const wanted = anyTime();
    const actor = wanted.override === null ? pick([people.secretary, people.admin]) : people.admin;
    return steps.move(actor, moveCommand(sessionId, wanted));
  };
  const operations: ((sessionId: string) => Promise<StoredStep>)[] = [
    move,
    move,
    move,
    (id) => steps.decideMove(people.admin, decideMoveCommand(id)),
    (id) => steps.decideMove(people.admin, decideMoveCommand(id)),
    (id) =>
      steps.decideMove(people.admin, decideMoveCommand(id, { verdict: pick(['REJECT', 'WITHDRAW']), reason: 'no' })),
    (id) => decide(db.worker, people.admin, decideCommand(id)) as Promise<StoredStep>,
    (id) => db.worker.withActor(people.secretary, (tx) => cancelSession(tx, cancelCommand(id))),
    (id) => steps.amend(people.admin, amendCommand(id, { wanted: anyTime() })),
    (id) => steps.reopen(people.admin, reopenCommand(id, anyTime())),
    (id) => steps.remove(people.admin, deleteCommand(id)),
  ];

  async function once(): Promise<boolean> {
    if (sessions.length < 6 || random() < 0.2) return book();
    // Deletion is for few, else little is left.
    const operation =
      random() < 0.97 ? pick(operations.slice(0, -1)) : (operations.at(-1) as (typeof operations)[number]);
    return (await operation(pick(sessions))).state === 'APPLIED';
  }

  return {
    async run({ operations: total, callers, check }: StormOptions): Promise<StormResult> {
      const result: StormResult = { applied: 0, errors: [], faults: [] };
      let left = total;
      const work = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          try {
            if (await once()) result.applied += 1;
          } catch (error) {
            // Deleted meanwhile.
            if (!(error instanceof DomainError && error.code === 'not_found')) result.errors.push(error);
          }
        }
      };
      const watch = async (): Promise<void> => {
        while (left > 0 && result.faults.length === 0) result.faults.push(...(await check()));
      };
      await Promise.all([...Array.from({ length: callers }, work), watch()]);
      result.faults.push(...(await check()));
      return result;
    },
  };
}

/** Mulberry32: small, and good enough to pick wishes. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
