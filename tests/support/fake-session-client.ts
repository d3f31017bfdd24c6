import { createBookingActivity } from '../../activities/booking.js';
import { createPolicyActivities } from '../../activities/policy.js';
import { createSessionActivities } from '../../activities/session.js';
import { queuedDatabase } from '../../api/queued-database.js';
import { systemActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import { isTerminal, type StepResult } from '../../domain/session/types.js';
import type { Database } from '../../prisma/actor.js';
import { sessionSnapshot } from '../../prisma/stores/session-store.js';
import type { SendOptions, SessionClient } from '../../workflows/session/client.js';
import type { BookingOutcome } from '../../workflows/session/contract.js';

const BOOKING_VALID_MS = 10_000;

export interface FakeSessionClient extends SessionClient {
  /** While true no worker runs: messages are kept, bookings and cancellations are refused as unavailable. */
  paused: boolean;
  /** Sessions whose workflow is missing although they go on; resuming brings it back. */
  missing: Set<string>;
  /** Ids to which messages were sent, as given. */
  addressed: string[];
  /** Applies what was kept. */
  resumeWork(): void;
  /** Resolves when nothing is being applied any more. */
  idle(): Promise<void>;
  /** How many bookings and messages came in. */
  counts: Record<'book' | 'decide' | 'reply' | 'cancel' | 'move' | 'close' | 'correct', number>;
  /** Rows that were handed over to be delivered. */
  delivered: string[];
}

/** Does what the workflow does, with the same steps on a real database, but without Temporal: one queue per session. */
export function createFakeSessionClient(database: Database, now: () => Date): FakeSessionClient {
  const worker = queuedDatabase(database, { concurrency: 10, maxWaitMs: 20_000 });
  const steps = createSessionActivities({ db: worker, now, telehealthBaseUrl: 'https://meet.example' });
  const policy = createPolicyActivities({
    db: worker,
    now,
    sessions: {} as SessionClient,
    policyChanges: { tell: () => Promise.resolve() },
  });
  const { book } = createBookingActivity({ db: worker, now });
  const outcomes = new Map<string, Promise<BookingOutcome>>();
  const queues = new Map<string, Promise<unknown>>();
  const kept: (() => void)[] = [];

  const missing = (): DomainError => new DomainError('not_found', 'There is no such session.');
  const unavailable = (): DomainError =>
    new DomainError('temporarily_unavailable', 'No worker runs.', { retryAfterSeconds: 5 });

  const enqueue = <T>(sessionId: string, work: () => Promise<T>): Promise<T> => {
    const result = (queues.get(sessionId) ?? Promise.resolve()).then(work, work);
    queues.set(
      sessionId,
      result.catch(() => undefined),
    );
    return result;
  };

  const isOver = async (sessionId: string): Promise<boolean> => {
    const row = await worker.withActor(systemActor('fake'), (tx) => sessionSnapshot(tx, sessionId));
    return row === null || isTerminal(row.snapshot.status);
  };

  async function send(
    sessionId: string,
    work: () => Promise<unknown>,
    options: SendOptions = { resume: false },
  ): Promise<'SENT' | 'ENDED'> {
    fake.addressed.push(sessionId);
    if (options.resume) fake.missing.delete(sessionId);
    else if (fake.missing.has(sessionId) || (await isOver(sessionId))) return 'ENDED';
    const start = (): void => void enqueue(sessionId, work).catch(() => undefined);
    if (fake.paused) kept.push(start);
    else start();
    return 'SENT';
  }

  /** As the workflow gives it: refused in words where the step itself fails, and only while it is valid. */
  async function command<M>(
    sessionId: string,
    message: M,
    apply: (input: { sessionId: string; message: M & { validUntil: string } }) => Promise<StepResult>,
    { resume }: SendOptions = { resume: false },
  ): Promise<StepResult | 'ENDED'> {
    if (fake.paused) throw unavailable();
    if (resume) fake.missing.delete(sessionId);
    else if (fake.missing.has(sessionId) || (await isOver(sessionId))) return 'ENDED';
    const validUntil = new Date(now().getTime() + BOOKING_VALID_MS).toISOString();
    const result = await enqueue(sessionId, () => apply({ sessionId, message: { ...message, validUntil } }));
    if (result.code === 'temporarily_unavailable') throw unavailable();
    return result;
  }

  /** What starts an ended workflow again finds no session where there is none. */
  async function resumed<M>(
    sessionId: string,
    message: M,
    apply: (input: { sessionId: string; message: M & { validUntil: string } }) => Promise<StepResult>,
  ): Promise<StepResult> {
    const row = await worker.withActor(systemActor('fake'), (tx) => sessionSnapshot(tx, sessionId));
    if (row === null && !fake.paused) throw missing();
    return (await command(sessionId, message, apply, { resume: true })) as StepResult;
  }

  const fake: FakeSessionClient = {
    paused: false,
    missing: new Set(),
    addressed: [],
    counts: { book: 0, decide: 0, reply: 0, cancel: 0, move: 0, close: 0, correct: 0 },
    delivered: [],
    resumeWork() {
      fake.paused = false;
      for (const start of kept.splice(0)) start();
    },
    idle: async () => void (await Promise.all(queues.values())),
    async book(sessionId, request) {
      fake.counts.book += 1;
      if (fake.paused) throw unavailable();
      const validUntil = new Date(now().getTime() + BOOKING_VALID_MS).toISOString();
      const known = outcomes.get(sessionId);
      if (known) return known;
      const outcome = book({ mode: 'book', sessionId, request, validUntil }).then((opening) => opening.outcome);
      outcomes.set(sessionId, outcome);
      outcome.catch(() => outcomes.delete(sessionId));
      return outcome;
    },
    decide(sessionId, message, options) {
      fake.counts.decide += 1;
      return send(sessionId, () => steps.applyDecision({ sessionId, message }), options);
    },
    reply(sessionId, message, options) {
      fake.counts.reply += 1;
      return send(sessionId, () => steps.applyReply({ sessionId, message, attendance: 'UNKNOWN' }), options);
    },
    policyChanged: (sessionId, { version }, options) =>
      send(sessionId, () => policy.applyPolicy({ sessionId, version }), options),
    cancel(sessionId, message, options) {
      fake.counts.cancel += 1;
      return command(sessionId, message, (input) => steps.applyCancel(input), options);
    },
    move(sessionId, message, options) {
      fake.counts.move += 1;
      return command(sessionId, message, (input) => steps.applyMove(input), options);
    },
    close(sessionId, message) {
      fake.counts.close += 1;
      return resumed(sessionId, message, (input) => steps.applyClose(input));
    },
    correct(sessionId, message) {
      fake.counts.correct += 1;
      return resumed(sessionId, message, (input) =>
        steps.applyCorrection(input as Parameters<typeof steps.applyCorrection>[0]),
      );
    },
    async deliver(sessionId, notificationIds) {
      fake.addressed.push(sessionId);
      fake.delivered.push(...notificationIds);
    },
    resume: async (sessionId) => void fake.missing.delete(sessionId),
  };
  return fake;
}
