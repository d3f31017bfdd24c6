import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { argon2id, hash, verify } from 'argon2';
import { tooMany } from './too-many.js';

const PARAMETERS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const QUEUE_PER_CORE = 16;
const RETRY_AFTER_SECONDS = 1;

export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** True when it fits. Without a hash the same work is done for nothing, so that unknown people take as long. */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

export interface PasswordHasherOptions {
  concurrency?: number;
  queueLength?: number;
}

/** argon2id, as many at a time as there are cores; beyond a short queue `rate_limited`. */
export async function createPasswordHasher(options: PasswordHasherOptions = {}): Promise<PasswordHasher> {
  const concurrency = options.concurrency ?? availableParallelism();
  const limited = createLimiter(concurrency, options.queueLength ?? concurrency * QUEUE_PER_CORE);
  const nobody = await hash(randomBytes(16), PARAMETERS);

  return {
    hash: (password) => limited(() => hash(password, PARAMETERS)),
    verify: (passwordHash, password) =>
      limited(async () => {
        const fits = await verify(passwordHash ?? nobody, password);
        return fits && passwordHash !== null;
      }),
  };
}

/** Runs at most `concurrency` at a time and lets at most `queueLength` wait. */
function createLimiter(concurrency: number, queueLength: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function limited<T>(work: () => Promise<T>): Promise<T> {
    if (running >= concurrency) {
      if (waiting.length >= queueLength) {
        throw tooMany('Too many sign-ins at once. Please try again in a moment.', RETRY_AFTER_SECONDS);
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
