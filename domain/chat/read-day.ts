import { plusDays, weekdayOfDate } from '../time/local-date.js';

/** How many words were read, and what they mean. */
export interface DayReading {
  date: string;
  length: number;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const NEAR_DAYS: Readonly<Record<string, number>> = {
  yesterday: -1,
  today: 0,
  tomorrow: 1,
  tmrw: 1,
  tomorow: 1,
  tommorow: 1,
  tommorrow: 1,
};
const SHORTEST = 3;

export interface DayContext {
  /** The clinic's local date. */
  today: string;
  /** The clinic's local time, `HH:mm`: decides whether "tue" on a Tuesday is today. */
  nowTime?: string;
  /** The wanted time, where it is known. */
  time?: string | null;
}

/**
 * Reads a day at the beginning of the words: `today`, `tomorrow`, `yesterday`, `tue`, `next tue` (of the coming week), `12 May`,
 * `May 12`, `12 May 2027`, `12.5.`, `2027-05-12`. Without a year the next such date is meant. Null where there is no
 * day.
 */
export function readDay(words: readonly string[], context: DayContext): DayReading | null {
  const [first = '', second = '', third = ''] = words.map((word) => word.toLowerCase().replace(/,$/, ''));
  const near = NEAR_DAYS[first];
  if (near !== undefined) return { date: plusDays(context.today, near), length: 1 };
  if (first === 'next' && indexOfName(WEEKDAYS, second) !== null) {
    return { date: inNextWeek(second, context.today), length: 2 };
  }
  if (indexOfName(WEEKDAYS, first) !== null) return { date: comingWeekday(first, context), length: 1 };
  return isoDate(first) ?? dottedDate(first, context) ?? monthDate([first, second, third], context);
}

function comingWeekday(name: string, { today, nowTime, time }: DayContext): string {
  const days = ((indexOfName(WEEKDAYS, name) ?? 0) + 1 - weekdayOfDate(today) + 7) % 7;
  const passed = days === 0 && nowTime !== undefined && time !== null && time !== undefined && time <= nowTime;
  return plusDays(today, passed ? 7 : days);
}

function inNextWeek(name: string, today: string): string {
  const nextMonday = plusDays(today, 8 - weekdayOfDate(today));
  return plusDays(nextMonday, indexOfName(WEEKDAYS, name) ?? 0);
}

function isoDate(word: string): DayReading | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (match === null) return null;
  const date = realDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return date === null ? null : { date, length: 1 };
}

function dottedDate(word: string, context: DayContext): DayReading | null {
  const match = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(word);
  if (match === null) return null;
  const year = match[3] === undefined ? null : Number(match[3]);
  const date = nextSuch(Number(match[1]), Number(match[2]), year, context.today);
  return date === null ? null : { date, length: 1 };
}

function monthDate([first = '', second = '', third = '']: string[], { today }: DayContext): DayReading | null {
  const dayFirst = dayOf(first) !== null && indexOfName(MONTHS, second) !== null;
  const day = dayOf(dayFirst ? first : second);
  const month = indexOfName(MONTHS, dayFirst ? second : first);
  if (day === null || month === null) return null;
  const year = /^20\d\d$/.test(third) ? Number(third) : null;
  const date = nextSuch(day, month + 1, year, today);
  return date === null ? null : { date, length: year === null ? 2 : 3 };
}

function dayOf(word: string): number | null {
  const match = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(word);
  return match === null ? null : Number(match[1]);
}

/** The date in the year given, else the next one from today on (a leap day waits for its year). */
function nextSuch(day: number, month: number, year: number | null, today: string): string | null {
  if (year !== null) return realDate(year, month, day);
  const thisYear = Number(today.slice(0, 4));
  const leapCycle = 8;
  for (let candidate = thisYear; candidate <= thisYear + leapCycle; candidate += 1) {
    const date = realDate(candidate, month, day);
    if (date !== null && date >= today) return date;
  }
  return null;
}

function realDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.toISOString().slice(0, 10) : null;
}

/** Names are known by three letters and more. */
function indexOfName(names: readonly string[], word: string): number | null {
  const bare = word.replace(/\.$/, '');
  if (bare.length < SHORTEST) return null;
  const extra = names === WEEKDAYS ? { tues: 1, weds: 2, thur: 3, thurs: 3 }[bare] : { sept: 8 }[bare];
  const at = extra ?? names.findIndex((name) => name.startsWith(bare));
  return at < 0 ? null : at;
}
