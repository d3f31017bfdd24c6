import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from '../contract.js';
import { silent } from './errors.js';
import type { HealthChecks } from './health.js';
import type { Mailbox } from './mail.js';
import { eventData } from './sse-reader.js';

export type Tell = (parts: Part[]) => void;

/** Something that watches until the signal ends it, and tells which parts went stale. */
export type Source = (tell: Tell, signal: AbortSignal) => Promise<void>;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** The control port sends a comment every 15 s; silence for longer means that the line is dead. */
const SILENCE_MS = 40_000;
const MAIL_EVERY_MS = 1_000;
const HEALTH_EVERY_MS = 2_000;

/** What the stand-ins tell of themselves; the line is made again for ever, with growing pauses. */
export function standInChanges(controlOrigin: string): Source {
  return async (tell, signal) => {
    let pauseMs = FIRST_PAUSE_MS;
    let interrupted = false;
    while (!signal.aborted) {
      try {
        for await (const parts of listen(controlOrigin, signal)) {
          pauseMs = FIRST_PAUSE_MS;
          if (interrupted) tell(['slack', 'phones', 'troubles', 'sessions']);
          interrupted = false;
          if (parts.length > 0) tell(parts);
        }
      } catch {
        /** Told by the health that the page shows. */
      }
      interrupted = true;
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
}

/** Yields nothing at first, when the line stands. */
async function* listen(origin: string, signal: AbortSignal): AsyncGenerator<Part[]> {
  const dead = new AbortController();
  let silence = setTimeout(() => dead.abort(), SILENCE_MS);
  try {
    const response = await fetch(`${origin}/changes`, { signal: AbortSignal.any([signal, dead.signal]) });
    if (!response.ok || !response.body) throw silent('The stand-ins tell no changes.');
    yield [];
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        clearTimeout(silence);
        silence = setTimeout(() => dead.abort(), SILENCE_MS);
        controller.enqueue(chunk);
      },
    });
    for await (const data of eventData(response.body.pipeThrough(heard))) yield partsOf(data);
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
      /** Nothing is known of a process that does not answer; what it has to tell is told when it is back. */
      const seen = await look().catch(() => null);
      if (seen !== null && before !== null && seen !== before) tell(parts);
      before = seen ?? before;
      await pause(everyMs, signal);
    }
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
