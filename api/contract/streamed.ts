import type { Writable } from 'node:stream';
import { z } from 'zod';

/** A body that is written as it comes, by whoever has it; one of the two is called, once. */
export interface Streamed {
  /** Writes to the end. Rejects where it cannot go on; a reader who goes away is no fault. */
  sendTo(out: Writable): Promise<void>;
  /** Lets go of it unsent. */
  discard(): void;
}

/** True for a body that has to be written, or let go of. */
export function isStreamed(body: unknown): body is Streamed {
  return typeof body === 'object' && body !== null && 'sendTo' in body && 'discard' in body;
}

/** The body of an answer that is no JSON and too long, or too lasting, to be held. */
export function streamed(description: string) {
  return z.custom<Streamed>(isStreamed).meta({ type: 'string', description });
}
