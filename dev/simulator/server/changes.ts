import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from '../contract.js';
import { SimulatorError } from './errors.js';
import type { HealthChecks } from './health.js';
import type { Mailbox } from './mail.js';
import { eventData } from './sse-reader.js';

export type Tell = (parts: Part[]) => void;

/** Something that watches until the signal ends it, and tells which parts went stale: at first all that it watches. */
export type Source = (tell: Tell, signal: AbortSignal) => Promise<void>;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** The control port sends a comment every 15 s; silence for longer means that the line is dead. */
const SILENCE_MS = 40_000;
const MAIL_EVERY_MS = 1_000;
const HEALTH_EVERY_MS = 2_000;

/**
 * What the stand-ins tell of themselves; the line is made again for ever, with growing pauses. Whenever it stands all of
 * it is told: what happened before was heard by nobody.
 */
export function standInChanges(controlOrigin: string): Source {
  return async (tell, signal) => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      for await (const word of listen(controlOrigin, signal)) {
        pauseMs = FIRST_PAUSE_MS;
        const parts = word === STANDS ? STAND_INS : partsOf(word.data);
        if (parts.length > 0) tell(parts);
      }
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
}

const STAND_INS: Part[] = ['slack', 'phones', 'troubles', 'sessions'];
const STANDS = 'STANDS';

/** Ends when the line is lost, or was never there: that is told by the health that the page shows. */
async function* listen(origin: string, signal: AbortSignal): AsyncGenerator<typeof STANDS | { data: string }> {
  const dead = new AbortController();
  let silence = setTimeout(() => dead.abort(), SILENCE_MS);
  const heard = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      clearTimeout(silence);
      silence = setTimeout(() => dead.abort(), SILENCE_MS);
      controller.enqueue(chunk);
    },
  });
  try {
    const response = await fetch(`${origin}/changes`, { signal: AbortSignal.any([signal, dead.signal]) });
    if (!response.ok || !response.body) return;
    yield STANDS;
    for await (const data of eventData(response.body.pipeThrough(heard))) yield { data };
  } catch {
    // What the reader of this generator throws does not come here.
  } finally {
    clearTimeout(silence);
  }
}

/** A card or a text is the sign that a session has changed: the API is not asked by itself. */
function partsOf(data: string): Part[] {
  const { service, collection } = JSON.parse(data) as { service: string; collection?: string };
  switch (service) {
    case 'slack':
      return collection === 'slack.messages' ? ['slack', 'sessions'] : ['slack'];
    case 'twilio':
      return collection === 'twilio.messages' ? ['phones', 'sessions'] : ['phones'];
    case 'faults':
      return ['troubles'];
    default:
      return [];
  }
}

/** The mailbox is asked for its newest mail and its count. */
export function mailChanges(mailbox: Mailbox): Source {
  return whenDifferent(() => mailbox.mark(), MAIL_EVERY_MS, ['mail', 'sessions']);
}

export function healthChanges(health: HealthChecks): Source {
  return whenDifferent(async () => JSON.stringify(await health.check()), HEALTH_EVERY_MS, ['health']);
}

function whenDifferent(look: () => Promise<string>, everyMs: number, parts: Part[]): Source {
  return async (tell, signal) => {
    let before: string | null = null;
    while (!signal.aborted) {
      const seen: string | null = await look().catch(unknownWhenSilent);
      if (seen !== null && seen !== before && !signal.aborted) tell(parts);
      before = seen ?? before;
      await pause(everyMs, signal);
    }
  };
}

/** Nothing is known of a process that does not answer; what it has to tell is told when it is back. */
function unknownWhenSilent(error: unknown): null {
  if (error instanceof SimulatorError) return null;
  throw error;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
