import type { Language } from '../../../domain/time/language.js';
import { zoneAbbreviation } from '../../../domain/time/zone-name.js';

const LOCALES = { en: 'en-GB', es: 'es-ES' } as const;

export interface TimeWish {
  timeZone: string;
  language: Language;
}

/** `Tue, 12 May 2027, 10:30–11:00 CEST`; without an end, `Tue, 12 May 2027, 10:30 CEST`. */
export function whenText(startsAt: string, endsAt: string | null, wish: TimeWish): string {
  return `${dayText(startsAt, wish)}, ${clockSpanText(startsAt, endsAt, wish)}`;
}

/** `Tue, 12 May 2027`. */
export function dayText(at: string, { timeZone, language }: TimeWish): string {
  return formatOf(language, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(at),
  );
}

/** `10:30–11:00 CEST`. */
export function clockSpanText(startsAt: string, endsAt: string | null, wish: TimeWish): string {
  const end = endsAt === null ? '' : `–${clockOf(endsAt, wish)}`;
  return `${clockOf(startsAt, wish)}${end} ${zoneAbbreviation(Date.parse(startsAt), wish.timeZone)}`;
}

/** `10:30`, where the zone is said beside it. */
export function clockOf(at: string, { timeZone, language }: TimeWish): string {
  return formatOf(language, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDateIn(at: string | number, timeZone: string): string {
  return formatOf('en', timeZone, { dateStyle: 'short' }).format(new Date(at)).split('/').reverse().join('-');
}

/** The local date some days later. */
export function datePlus(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether clocks of both zones show the same at an instant. */
export function isSameClock(at: string, one: string, other: string): boolean {
  const wish = (timeZone: string): TimeWish => ({ timeZone, language: 'en' });
  return (
    `${dayText(at, wish(one))} ${clockOf(at, wish(one))}` === `${dayText(at, wish(other))} ${clockOf(at, wish(other))}`
  );
}

function formatOf(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone });
}
