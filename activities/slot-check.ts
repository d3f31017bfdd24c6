import { evaluateSlot, evaluationWindow } from '../domain/availability/index.js';
import type { SchedulingInput, Slot, SlotReason, SlotRequest, SlotVerdict } from '../domain/availability/types.js';
import type { Policy } from '../domain/policy/policy.js';
import { conflictsOf, judgeOverride, resourceOf } from '../domain/session/override.js';
import type { Override, Resource, TimeRefusal } from '../domain/session/types.js';
import type { Tx } from '../prisma/actor.js';
import { loadAlternatives, loadSchedulingToBook } from '../prisma/stores/scheduling-store.js';
import type { WantedTime } from '../prisma/stores/session-commands.js';

/** A time that somebody wants for a session. */
export interface SlotWish {
  /** The session's own holds never stand against it. */
  sessionId: string;
  doctorId: string;
  patientId: string;
  startsAtMs: number;
  /** null: as the policy says. */
  durationMinutes: number | null;
  /** null: any room. */
  roomId: string | null;
  /** Tried before the other ones where any room will do. */
  preferredRoomId: string | null;
  telehealth: boolean;
  override: Override | null;
  /** True where what stands against the time is asked about even without an override. */
  isConfirmable: boolean;
  /** The session's present start, which is no alternative to anything. */
  presentStart: string | null;
}

export type SlotCode = 'slot_taken' | 'slot_not_bookable' | 'confirmation_required';

/** What the rules say. A time that they let pass can still be lost to another session in the database. */
export type SlotCheck = { policy: Policy; wanted: WantedTime } & ({ isFree: true } | ({ isFree: false } & SlotRefusal));

export interface SlotRefusal {
  code: SlotCode;
  refusal: TimeRefusal;
}

/**
 * Looks a wanted time up by the rules, at `nowMs`; null where there is no such doctor. Until the transaction ends nobody
 * changes the doctor's hours.
 */
export async function checkSlot(tx: Tx, wish: SlotWish, nowMs: number): Promise<SlotCheck | null> {
  const { sessionId, doctorId, patientId, override } = wish;
  const window = evaluationWindow(wish.startsAtMs);
  // All rooms, also where one is named: the engine looks at the named one, and the alternatives may lie in another.
  const query = { doctorId, patientId, roomId: null, ...window, ignoreSessionId: sessionId };
  const scheduling = await loadSchedulingToBook(tx, query);
  if (scheduling === null) return null;
  const { policy } = scheduling;
  const request = requestOf(wish, policy);
  const verdict = evaluateSlot(scheduling, request, nowMs);
  const judged = judgeOverride(verdict.reasons, override?.accept ?? []);
  const exempt = judged.kind === 'CONFIRMED' ? judged.exempt : [];
  const roomIds = wish.telehealth ? [] : preferred(wish, roomsOf(wish, scheduling, verdict, exempt));
  const wanted = wantedTime(wish, request, policy, roomIds, exempt);
  if (judged.kind === 'CONFIRMED') return { policy, wanted, isFree: true };
  const { reasons } = verdict;
  const alternatives = await alternativesTo(tx, wish, request, nowMs);
  const refusal = { reasons, conflicts: conflictsOf(reasons), alternatives };
  return { policy, wanted, isFree: false, code: codeOf(wish, reasons), refusal };
}

/** The refusal of a time that was free by the rules and lost to somebody who was first. */
export async function lostSlot(
  tx: Tx,
  wish: SlotWish,
  { policy }: { policy: Policy },
  conflicts: Resource[],
  nowMs: number,
): Promise<SlotRefusal> {
  const code = wish.override === null && !wish.isConfirmable ? 'slot_taken' : 'confirmation_required';
  const alternatives = await alternativesTo(tx, wish, requestOf(wish, policy), nowMs);
  return { code, refusal: { reasons: [], conflicts, alternatives } };
}

function requestOf(wish: SlotWish, policy: Policy): SlotRequest {
  const { startsAtMs, roomId, patientId, telehealth } = wish;
  const durationMinutes = wish.durationMinutes ?? policy.defaultDurationMinutes;
  return { startsAtMs, durationMinutes, roomId, patientId, telehealth };
}

function wantedTime(
  { doctorId, telehealth, override }: SlotWish,
  { startsAtMs, durationMinutes }: SlotRequest,
  policy: Policy,
  roomIds: string[],
  exempt: Resource[],
): WantedTime {
  return {
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + durationMinutes * 60_000).toISOString(),
    doctorId,
    roomIds,
    telehealth,
    bufferBeforeMinutes: policy.bufferBeforeMinutes,
    bufferAfterMinutes: policy.bufferAfterMinutes,
    override: override && { ...override, exempt },
  };
}

/** Where none is free and one may be taken twice, it is the named one, or any. */
function roomsOf({ roomId }: SlotWish, { roomIds }: SchedulingInput, { freeRoomIds }: SlotVerdict, exempt: Resource[]) {
  if (freeRoomIds.length > 0 || !exempt.includes('room')) return freeRoomIds;
  return roomId === null ? roomIds : [roomId];
}

function preferred({ preferredRoomId }: SlotWish, roomIds: string[]): string[] {
  return [...roomIds].sort((a, b) => Number(b === preferredRoomId) - Number(a === preferredRoomId));
}

/** Rules that say "somebody else was first" rather than "not at such a time". */
function isTaken({ rule }: SlotReason): boolean {
  return rule !== 'buffer' && resourceOf(rule) !== null;
}

function codeOf({ override, isConfirmable }: SlotWish, reasons: SlotReason[]): SlotCode {
  if (override !== null || isConfirmable) return 'confirmation_required';
  return reasons.every(isTaken) ? 'slot_taken' : 'slot_not_bookable';
}

const ALTERNATIVES = 3;

async function alternativesTo(tx: Tx, wish: SlotWish, wanted: SlotRequest, nowMs: number): Promise<Slot[]> {
  const { doctorId, sessionId: ignoreSessionId, presentStart } = wish;
  const slots = await loadAlternatives(tx, { doctorId, wanted, nowMs, ignoreSessionId, count: ALTERNATIVES + 1 });
  return slots.filter(({ startsAt }) => startsAt !== presentStart).slice(0, ALTERNATIVES);
}
