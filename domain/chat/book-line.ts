import { readDay } from './read-day.js';
import { readTime } from './read-time.js';

/** A booking as it was typed: names are still to be matched. */
export interface BookLine {
  doctor: string;
  patient: string;
  /** `YYYY-MM-DD`. */
  date: string;
  /** `HH:mm` on the clinic's clock. */
  time: string;
  /** null where whichever room is free will do. */
  room: string | null;
  telehealth: boolean;
}

export type BookLinePart = 'doctor' | 'patient' | 'quote' | 'day' | 'time';

/** `error` is a sentence for the person who typed; `part` is what was not understood. */
export interface BookLineError {
  error: string;
  part: BookLinePart;
}

export interface BookLineContext {
  /** The clinic's local date. */
  today: string;
  /** The clinic's local time, `HH:mm`: decides whether "tue" on a Tuesday is today. */
  nowTime?: string;
}

interface Word {
  text: string;
  quoted: boolean;
}

interface When {
  date: string;
  time: string;
  end: number;
}

const USAGE = 'Write it like this: `/session book dr-haddad "Sara Ali" tue 10:30 room 2`.';
const TITLES = new Set(['dr', 'dr.', 'dra', 'dra.', 'prof', 'prof.', 'doctor']);
const QUOTED = /["“”„«]([^"“”„«»]*)["“”»]/gu;
const LINK_WORDS = new Set(['on', 'at', ',']);
const TELEHEALTH = new Set(['telehealth', 'video', 'online', 'remote', 'virtual']);

/** Reads `[book] <doctor> <patient> <day> <time> [room …|telehealth]`; day and time may change places. */
export function parseBookLine(text: string, context: BookLineContext): BookLine | BookLineError {
  if (/["“”„«»]/u.test(text.replace(QUOTED, '')))
    return { part: 'quote', error: `A quotation mark has no partner. ${USAGE}` };
  const all = wordsOf(text);
  const words = all[0]?.text.toLowerCase() === 'book' && !all[0].quoted ? all.slice(1) : all;
  const doctorLength = words[0] !== undefined && isTitle(words[0]) ? 2 : 1;
  for (let at = doctorLength + 1; at < words.length; at += 1) {
    const when = readWhen(words, at, context);
    if (when === null) continue;
    return {
      doctor: joined(words.slice(0, doctorLength)),
      patient: joined(words.slice(doctorLength, at)),
      date: when.date,
      time: when.time,
      ...placeOf(words.slice(when.end)),
    };
  }
  return explain(words, doctorLength, context);
}

/** Splits at spaces; quotes of any kind keep a name together. */
function wordsOf(text: string): Word[] {
  const found = text.matchAll(new RegExp(`${QUOTED.source}|(\\S+)`, 'gu'));
  return [...found]
    .map(([, quoted, plain]): Word => ({ text: (quoted ?? plain ?? '').trim(), quoted: quoted !== undefined }))
    .filter((word) => word.text !== '');
}

function readWhen(words: readonly Word[], from: number, context: BookLineContext): When | null {
  const start = skipLinks(words, from);
  return dayThenTime(words, start, context) ?? timeThenDay(words, start, context);
}

function dayThenTime(words: readonly Word[], start: number, context: BookLineContext): When | null {
  const length = readDay(plainFrom(words, start), context)?.length ?? null;
  if (length === null) return null;
  const at = skipLinks(words, start + length);
  const time = readTime(plainFrom(words, at));
  const day = time && readDay(plainFrom(words, start), { ...context, time: time.time });
  return time && day && { date: day.date, time: time.time, end: at + time.length };
}

/** A bare number before a day is part of the date ("12 May"), never an hour. */
function timeThenDay(words: readonly Word[], start: number, context: BookLineContext): When | null {
  const time = readTime(plainFrom(words, start));
  if (time === null || /^\d{1,2}$/.test(words[start]?.text ?? '')) return null;
  const at = skipLinks(words, start + time.length);
  const day = readDay(plainFrom(words, at), { ...context, time: time.time });
  return day && { date: day.date, time: time.time, end: at + day.length };
}

function skipLinks(words: readonly Word[], from: number): number {
  let at = from;
  while (LINK_WORDS.has(words[at]?.text.toLowerCase() ?? '')) at += 1;
  return at;
}

/** The words up to the next quoted one, which can be no day or time. */
function plainFrom(words: readonly Word[], from: number): string[] {
  const rest = words.slice(from);
  const quotedAt = rest.findIndex(({ quoted }) => quoted);
  return (quotedAt < 0 ? rest : rest.slice(0, quotedAt)).map(({ text }) => text);
}

function placeOf(words: readonly Word[]): Pick<BookLine, 'room' | 'telehealth'> {
  const telling = words.filter(({ text, quoted }) => quoted || !/^(in|by|via|,)$/i.test(text));
  const [first] = telling;
  if (first === undefined) return { room: null, telehealth: false };
  if (telling.length === 1 && TELEHEALTH.has(first.text.toLowerCase())) return { room: null, telehealth: true };
  return { room: joined(telling), telehealth: false };
}

/** Says which part is missing or not understood, and what to do. */
function explain(words: readonly Word[], doctorLength: number, context: BookLineContext): BookLineError {
  if (words.length < doctorLength) return { part: 'doctor', error: `Which doctor? ${USAGE}` };
  const days = indexesOf(words, (rest) => readDay(rest, context) !== null);
  const times = indexesOf(words, (rest) => readTime(rest) !== null);
  const firstWhen = Math.min(...days, ...times, words.length);
  if (firstWhen <= doctorLength) {
    return { part: 'patient', error: `Which patient? Names of several words go in quotes. ${USAGE}` };
  }
  if (days.length === 0) return { part: 'day', error: dayError(words, times) };
  return {
    part: 'time',
    error: `I did not understand the time. Write \`10:30\` or \`3pm\` after the day. ${USAGE}`,
  };
}

function dayError(words: readonly Word[], times: readonly number[]): string {
  const before = times[0] === undefined ? undefined : words[times[0] - 1];
  const quoted = before === undefined || times[0] === 1 ? 'the day' : `“${before.text}” as a day`;
  return `I did not understand ${quoted}. Write \`tomorrow\`, \`tue\`, \`12 May\` or \`2027-05-12\`. ${USAGE}`;
}

function indexesOf(words: readonly Word[], fits: (rest: string[]) => boolean): number[] {
  return words.map((_, at) => at).filter((at) => fits(plainFrom(words, at)));
}

const isTitle = ({ text, quoted }: Word): boolean => !quoted && TITLES.has(text.toLowerCase());
const joined = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');
