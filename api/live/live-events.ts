import type { Writable } from 'node:stream';
import { anonymousActor } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { Database } from '../../prisma/actor.js';
import { visibleChanges, type Viewer, type VisibleChanges } from '../../prisma/views/visible-changes.js';
import type { Streamed } from '../contract/streamed.js';
import { createChangeBox, type Changes } from './changes.js';
import { createEventStream, type EventStream } from './event-stream.js';

export interface Watcher extends Viewer {
  /** When the token ends, epoch milliseconds. */
  expiresAtMs: number;
  /** They have been here before, and may have missed something. */
  again: boolean;
}

export interface LiveEvents {
  /** A place for one more stream. Throws `rate_limited` for a person who has too many, `temporarily_unavailable` for all. */
  admit(watcher: Watcher): Streamed;
  /** Ends all streams, and the listening. */
  close(): Promise<void>;
}

/** Notifications come in bursts: a booking makes several. */
const GATHER_MS = 100;
const HEARTBEAT_MS = 20_000;
/** How soon a stream ends for somebody who was disabled or signed out, where no event comes before. */
const STANDING_MS = 5_000;
const MOST_PER_PERSON = 8;
const MOST_STREAMS = 1_000;
const RETRY_AFTER_SECONDS = 10;

interface Place {
  watcher: Watcher;
  stream: EventStream | null;
}

/**
 * Live updates for this process: one listener, and for each burst of changes one transaction in which row-level security
 * says who may hear of what. Whatever goes missing ends in a `reset`, on which a page reads anew.
 */
export async function createLiveEvents({ db, nowMs }: { db: Database; nowMs: () => number }): Promise<LiveEvents> {
  const places = new Set<Place>();
  const box = createChangeBox();
  let [gathering, closed]: [NodeJS.Timeout | null, boolean] = [null, false];
  let telling = Promise.resolve();

  const gather = (): void => {
    if (places.size === 0) return void box.take();
    gathering ??= setTimeout(() => {
      gathering = null;
      tellNow();
    }, GATHER_MS);
  };
  // One after the other, so that nobody hears of an older version after a newer one.
  const tellNow = (): void => {
    telling = telling.then(() => tell(db, [...places], box.take()));
  };
  const subscription = await db.listen(
    ['session', 'task'],
    (channel, payload) => {
      box.note(channel, payload);
      gather();
    },
    () => {
      box.lose();
      gather();
    },
  );
  const heartbeat = setInterval(() => places.forEach(({ stream }) => stream?.beat()), HEARTBEAT_MS).unref();
  const standing = setInterval(() => places.size > 0 && tellNow(), STANDING_MS).unref();

  async function serve(place: Place, out: Writable): Promise<void> {
    const stream = createEventStream(out);
    place.stream = stream;
    const expiry = setTimeout(() => stream.end('expired'), place.watcher.expiresAtMs - nowMs()).unref();
    if (closed) stream.end('restarting');
    else if (place.watcher.again) stream.send({ event: 'reset', data: {} });
    await stream.closed;
    clearTimeout(expiry);
    places.delete(place);
  }

  return {
    admit(watcher) {
      demandRoom(places, watcher.userId);
      const place: Place = { watcher, stream: null };
      places.add(place);
      return { sendTo: (out) => serve(place, out), discard: () => void places.delete(place) };
    },
    async close() {
      closed = true;
      if (gathering) clearTimeout(gathering);
      clearInterval(heartbeat);
      clearInterval(standing);
      for (const { stream } of places) stream?.end('restarting');
      await subscription[Symbol.asyncDispose]();
      await telling;
    },
  };
}

function demandRoom(places: ReadonlySet<Place>, userId: string): void {
  const details = { retryAfterSeconds: RETRY_AFTER_SECONDS };
  if (places.size >= MOST_STREAMS)
    throw new DomainError('temporarily_unavailable', 'Too many people watch at the moment.', details);
  const own = [...places].filter(({ watcher }) => watcher.userId === userId);
  if (own.length >= MOST_PER_PERSON)
    throw new DomainError('rate_limited', 'You watch from too many places; close some of them.', details);
}

/** Tells each place what its person may see of the changes. */
async function tell(db: Database, places: readonly Place[], changes: Changes): Promise<void> {
  const byKey = new Map(places.map((place) => [keyOf(place.watcher), place.watcher]));
  const asked = { viewers: [...byKey.values()], sessions: [...changes.sessions.keys()], tasks: [...changes.tasks] };
  let answers: Map<string, VisibleChanges>;
  try {
    const found = await db.withActor(anonymousActor('live'), (tx) => visibleChanges(tx, asked));
    answers = new Map([...byKey.keys()].map((key, index) => [key, found[index] as VisibleChanges]));
  } catch {
    // Nobody can say now who may see what. The pages ask for themselves, and are told if the database is away.
    if (asked.sessions.length + asked.tasks.length > 0) reset(places);
    return;
  }
  for (const { watcher, stream } of places) {
    const seen = answers.get(keyOf(watcher));
    if (!seen?.stands) stream?.end('signed_out');
    else if (changes.lost) stream?.send({ event: 'reset', data: {} });
    else if (stream) tellOne(stream, seen, changes);
  }
}

function tellOne(stream: EventStream, { sessions, tasks }: VisibleChanges, changes: Changes): void {
  for (const id of sessions) {
    stream.send({ event: 'session.changed', data: { id, version: changes.sessions.get(id) ?? 0 } });
  }
  for (const id of tasks) stream.send({ event: 'task.changed', data: { id } });
}

function reset(places: readonly Place[]): void {
  for (const { stream } of places) stream?.send({ event: 'reset', data: {} });
}

const keyOf = ({ sid, userId, role, version }: Viewer): string => [sid, userId, role, version].join(' ');
