import { alternativesWindow, nearestAlternatives, schedulingWindow } from '../../domain/availability/index.js';
import type { BusyRange, SchedulingInput, Slot, SlotRequest } from '../../domain/availability/types.js';
import type { Tx } from '../actor.js';
import { readPolicy } from './policy-store.js';
import { callEngine } from './engine-call.js';

export interface SchedulingQuery {
  doctorId: string;
  patientId: string | null;
  /** null = all active rooms. */
  roomId: string | null;
  fromMs: number;
  toMs: number;
  /** A session whose own hold does not count. */
  ignoreSessionId: string | null;
}

/** All that the rule engine needs, in one round trip; null when there is no such doctor. */
export function loadScheduling(tx: Tx, query: SchedulingQuery): Promise<SchedulingInput | null> {
  return loaded(tx, 'load_scheduling', query);
}

/**
 * The same for whoever takes a slot in this transaction: until it ends nobody changes the doctor's hours, so that what
 * was judged is what holds at the commit. The worker's login only.
 */
export function loadSchedulingToBook(tx: Tx, query: SchedulingQuery): Promise<SchedulingInput | null> {
  return loaded(tx, 'load_scheduling_to_book', query);
}

/** All times of a resource in one text, `start-end start-end …`, epoch milliseconds: far quicker to make than objects. */
interface BusyText extends Pick<BusyRange, 'resource' | 'resourceId'> {
  ranges: string;
}

async function loaded(
  tx: Tx,
  name: 'load_scheduling' | 'load_scheduling_to_book',
  query: SchedulingQuery,
): Promise<SchedulingInput | null> {
  type Loaded = Omit<SchedulingInput, 'busy'> & { busy: BusyText[] };
  const input = await callEngine<Loaded | null>(tx, name, query);
  return input && { ...input, busy: input.busy.flatMap(busyRanges) };
}

function busyRanges({ resource, resourceId, ranges }: BusyText): BusyRange[] {
  return ranges.split(' ').map((range) => {
    const [startMs, endMs] = range.split('-').map(Number) as [number, number];
    return { resource, resourceId, startMs, endMs };
  });
}

export interface AlternativesQuery {
  doctorId: string;
  wanted: SlotRequest;
  nowMs: number;
  ignoreSessionId: string | null;
  /** 3 where not given. */
  count?: number;
}

/**
 * Free slots of the doctor in any room, nearest to the wanted start first; a start beyond the horizon finds
 * those at the horizon's end. Empty when there is no such doctor.
 */
export async function loadAlternatives(tx: Tx, query: AlternativesQuery): Promise<Slot[]> {
  const { doctorId, wanted, nowMs, ignoreSessionId, count } = query;
  const around = { startsAtMs: wanted.startsAtMs, nowMs, policy: await readPolicy(tx) };
  const { patientId } = wanted;
  const window = schedulingWindow(around);
  const input = await loadScheduling(tx, { doctorId, patientId, roomId: null, ...window, ignoreSessionId });
  return input === null ? [] : nearestAlternatives(input, wanted, nowMs, count, alternativesWindow(around));
}
