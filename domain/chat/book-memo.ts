import { decodeOrigin, parseObject, type Origin } from './actions.js';

/** Where a session may take place, as the form offers it: a room's id, or one of these. */
export const ANY_ROOM = 'ANY';
export const TELEHEALTH = 'TELEHEALTH';

/** What somebody wants to book, by ids; null where nothing was chosen yet. */
export interface BookWish {
  doctorId: string | null;
  patientId: string | null;
  /** `YYYY-MM-DD`, on the clinic's calendar. */
  day: string | null;
  /** A room's id, ANY_ROOM or TELEHEALTH. */
  place: string;
  /** ISO instant. */
  startsAt: string | null;
}

/** The clinic's rules as far as the form needs them between two clicks. */
export interface BookClinic {
  timeZone: string;
  horizonDays: number;
}

/** What the booking modal carries from view to view: ids, numbers and an address, nothing about a person. */
export interface BookMemo extends Origin {
  /** Rises with every return to the form, so that the same wish may be asked for again. */
  attempt: number;
  /** Parts of block ids: Slack keeps what was entered in a block for as long as its id stays. */
  dayGeneration: number;
  timeGeneration: number;
  clinic: BookClinic | null;
  /** Kept where the view has no fields to hold it. */
  wish: BookWish | null;
}

export const NO_WISH: BookWish = { doctorId: null, patientId: null, day: null, place: ANY_ROOM, startsAt: null };

/** A memo for a modal that has just been asked for. */
export function freshMemo({ responseUrl, onHome }: Origin): BookMemo {
  return { responseUrl, onHome, attempt: 1, dayGeneration: 1, timeGeneration: 1, clinic: null, wish: null };
}

export function encodeBookMemo(memo: BookMemo): string {
  return JSON.stringify(memo);
}

/** null for anything that our modal never carried. */
export function decodeBookMemo(text: string | undefined): BookMemo | null {
  const parsed = parseObject(text);
  if (parsed === null) return null;
  const { attempt, dayGeneration, timeGeneration } = parsed;
  if (!isCount(attempt) || !isCount(dayGeneration) || !isCount(timeGeneration)) return null;
  return {
    ...decodeOrigin(text),
    attempt,
    dayGeneration,
    timeGeneration,
    clinic: readClinic(parsed.clinic),
    wish: readWish(parsed.wish),
  };
}

function readClinic(value: unknown): BookClinic | null {
  const { timeZone, horizonDays } = asRecord(value);
  return typeof timeZone === 'string' && isCount(horizonDays) ? { timeZone, horizonDays } : null;
}

function readWish(value: unknown): BookWish | null {
  const { doctorId, patientId, day, place, startsAt } = asRecord(value);
  if (typeof place !== 'string') return null;
  return {
    doctorId: textOrNull(doctorId),
    patientId: textOrNull(patientId),
    day: textOrNull(day),
    place,
    startsAt: textOrNull(startsAt),
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
