import { MONTH_WORDS, ORDINAL_WORDS, WEEKDAY_WORDS } from './calendar-words.js';

/** An option as its words may name it, on the clinic's clock. */
export interface SpokenOption {
  /** 0 for A; null where the options were not lettered. */
  index: number | null;
  weekday: number;
  day: number;
  month: number;
  hour: number;
  minute: number;
  /** Words of the patient's name, where a number is shared. */
  names: readonly string[];
}

export type Criterion = (option: SpokenOption, options: number) => boolean;

/** Stands for words that named an option, in a text that is all lower case. */
export const NAMED = 'NAMED';

const TIME = /\b(\d{1,2})[:.h](\d{2})(?:\s*([ap])\.?m\b\.?|\s?h(?:rs?)?\b)?/gu;
const HOUR = /\b(\d{1,2})\s*([ap])\.?m\b\.?/gu;
const HOUR_AFTER = /\b(?:at|a las|a la|las)\s+(\d{1,2})\b(?![:.]\d)/gu;
const LAST = new Set(['last', 'ultimo', 'ultima']);
const BETWEEN = new Set(['de', 'of']);
/** Smaller numbers are answers. */
const SMALLEST_BARE_DAY = 4;

/** Takes times of day out of a folded text; each becomes a criterion. */
export function takeTimes(text: string, criteria: Criterion[]): string {
  const take = (hour: string, minute: string, half: string | undefined): string => {
    criteria.push((option) => option.minute === Number(minute) && isHour(option.hour, hour, half));
    return ` ${NAMED} `;
  };
  return text
    .replace(TIME, (_, hour: string, minute: string, half?: string) => take(hour, minute, half))
    .replace(HOUR, (_, hour: string, half: string) => take(hour, '0', half))
    .replace(HOUR_AFTER, (_, hour: string) => take(hour, '0', undefined));
}

/** `2:30` is any half past two; `02:30` and `14:30` are exact, and so is one with a half of the day. */
function isHour(hour: number, typed: string, half: string | undefined): boolean {
  const value = Number(typed);
  if (half !== undefined) return value >= 1 && value <= 12 && hour === (value % 12) + (half === 'p' ? 12 : 0);
  return hour === value || (value < 12 && !typed.startsWith('0') && hour === value + 12);
}

/** What the words at a place name, how many words that takes, and null where they name nothing. */
export function takeDay(tokens: readonly string[], at: number): { criterion: Criterion | null; length: number } | null {
  return monthAndDay(tokens, at) ?? weekdayAndDay(tokens, at) ?? position(tokens, at);
}

function monthAndDay(tokens: readonly string[], at: number): { criterion: Criterion; length: number } | null {
  const dayFirst = dayOf(tokens[at]);
  const between = BETWEEN.has(tokens[at + 1] ?? '') ? 1 : 0;
  const after = MONTH_WORDS.get(tokens[at + 1 + between] ?? '');
  if (dayFirst !== null && after !== undefined) return { criterion: onDate(dayFirst, after), length: 2 + between };
  const before = MONTH_WORDS.get(tokens[at] ?? '');
  const dayNext = dayOf(tokens[at + 1]);
  if (before === undefined || dayNext === null || tokens[at] === 'mar') return null;
  return { criterion: onDate(dayNext, before), length: 2 };
}

function weekdayAndDay(tokens: readonly string[], at: number): { criterion: Criterion | null; length: number } | null {
  const word = tokens[at] ?? '';
  const weekday = WEEKDAY_WORDS.get(word);
  if (weekday === undefined) return null;
  const isDay: Criterion = (option) => option.weekday === weekday;
  const day = dayOf(tokens[at + 1]);
  if (day === null || monthAndDay(tokens, at + 1) !== null) return { criterion: isDay, length: 1 };
  if (day < SMALLEST_BARE_DAY && /^\d+$/u.test(tokens[at + 1] ?? '')) return { criterion: null, length: 2 };
  const march: Criterion = (option) => word === 'mar' && option.month === MONTH_WORDS.get(word);
  return {
    criterion: (option, count) => option.day === day && (isDay(option, count) || march(option, count)),
    length: 2,
  };
}

/** "the second", "the 3rd" (of the list or of the month), "el 8". */
function position(tokens: readonly string[], at: number): { criterion: Criterion; length: number } | null {
  const word = tokens[at] ?? '';
  if (LAST.has(word)) return { criterion: ({ index }, count) => index === count - 1, length: 1 };
  const ordinal = ORDINAL_WORDS.get(word);
  if (ordinal !== undefined) return { criterion: ({ index }) => index === ordinal - 1, length: 1 };
  const day = dayOf(word);
  if (day !== null && /\D/u.test(word)) {
    return { criterion: (option) => option.day === day || option.index === day - 1, length: 1 };
  }
  const next = dayOf(tokens[at + 1]);
  if (word !== 'el' || next === null || next < SMALLEST_BARE_DAY) return null;
  return { criterion: (option) => option.day === next, length: 2 };
}

const onDate =
  (day: number, month: number): Criterion =>
  (option) =>
    option.day === day && option.month === month;

/** `8`, `8th`; null for what is no day of a month. */
function dayOf(token: string | undefined): number | null {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/u.exec(token ?? '')?.[1];
  const day = Number(digits);
  return digits !== undefined && day >= 1 && day <= 31 ? day : null;
}
