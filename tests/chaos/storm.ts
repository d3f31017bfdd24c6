import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { ApiAnswer, ApiSession } from '../support/api-session.js';

export const STORM_KINDS = ['book', 'move', 'move/approve', 'cancel', 'approve', 'override'] as const;
type StormKind = (typeof STORM_KINDS)[number];

/** One wish of a storm; numbers are picks from whatever there is by then. */
interface Wish {
  kind: StormKind;
  doctor: number;
  patient: number;
  start: number;
  session: number;
  byDoctor: boolean;
}

export interface StormWorld {
  desk: ApiSession;
  admin: ApiSession;
  /** Those who may move sessions of theirs, by the doctor's id. */
  doctors: ReadonlyMap<string, ApiSession>;
  patientIds: readonly string[];
  /** By the doctor's id: a narrow stretch of time, so that many want the same. */
  starts: ReadonlyMap<string, readonly string[]>;
}

export interface StormTally {
  /** How often each kind was answered with each status. */
  answers: Record<string, number>;
  /** 503s, each of which was asked again with the same key. */
  askedAgain: number;
  /** Answers that are nobody's fault but ours. */
  faults: string[];
  tookMs: number;
}

const CONCURRENCY = 12;
const MAX_ATTEMPTS = 6;

const wishes = fc.record<Wish>({
  // Booking comes most often, so that there is always something to quarrel about.
  kind: fc.constantFrom('book', 'book', 'move', ...STORM_KINDS),
  doctor: fc.nat(),
  patient: fc.nat(),
  start: fc.nat(),
  session: fc.nat(),
  byDoctor: fc.boolean(),
});

/** Sends that many random wishes over HTTP, a dozen at a time. The same seed makes the same wishes. */
export async function runStorm(
  world: StormWorld,
  { count, seed }: { count: number; seed: number },
): Promise<StormTally> {
  const left = fc.sample(wishes, { numRuns: count, seed });
  const tally: StormTally = { answers: {}, askedAgain: 0, faults: [], tookMs: 0 };
  const sessions: Target[] = [];
  const moved: Target[] = [];
  const from = performance.now();
  const work = async (): Promise<void> => {
    for (let wish = left.pop(); wish !== undefined; wish = left.pop()) {
      const doctorId = pick([...world.doctors.keys()], wish.doctor);
      const target = pick(wish.kind === 'move/approve' ? moved : sessions, wish.session);
      const answer = await answerTo(world, wish, { doctorId, target }, tally);
      const line = `${wish.kind} ${answer.status}`;
      tally.answers[line] = (tally.answers[line] ?? 0) + 1;
      if (answer.status === 201) sessions.push({ id: String(answer.body['id']), doctorId });
      if (wish.kind === 'move' && answer.status === 200 && target) moved.push(target);
      if (answer.status >= 500) tally.faults.push(`${line}: ${JSON.stringify(answer.body)}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { ...tally, tookMs: performance.now() - from };
}

const pick = <T>(from: readonly T[], number: number): T => from[number % from.length] as T;

interface Target {
  id: string;
  doctorId: string;
}

interface Aim {
  doctorId: string;
  target: Target | undefined;
}

/** Until there is an answer that is none of "try again". */
async function answerTo(world: StormWorld, wish: Wish, aim: Aim, tally: StormTally): Promise<ApiAnswer> {
  const key = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(world, wish, aim, key);
    if (answer.status !== 503 || attempt === MAX_ATTEMPTS) return answer;
    tally.askedAgain += 1;
  }
}

function ask(world: StormWorld, wish: Wish, { doctorId, target }: Aim, key: string): Promise<ApiAnswer> {
  const { desk, admin, doctors, patientIds, starts } = world;
  const startOf = (id: string): string => pick(starts.get(id) ?? [], wish.start);
  const startsAt = startOf(doctorId);
  const booking = { doctorId, patientId: pick(patientIds, wish.patient), startsAt };
  if (wish.kind === 'override') {
    const override = { confirm: true, reason: 'storm', accept: ['doctor', 'room', 'patient'] };
    return admin.post('/sessions', { ...booking, override }, key);
  }
  if (wish.kind === 'book' || target === undefined) return desk.post('/sessions', booking, key);
  const path = `/sessions/${target.id}/${wish.kind}`;
  if (wish.kind !== 'move') return admin.post(path, {}, key);
  const mover = wish.byDoctor ? doctors.get(target.doctorId) : desk;
  return (mover ?? desk).post(path, { startsAt: startOf(target.doctorId) }, key);
}
