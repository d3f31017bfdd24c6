import { instantsOfLocalTime, localDateOf } from '../time/local-date.js';
import { clockTime, longInstant, shortInstant, shortInstantWithoutZone } from '../time/spoken.js';
import { zoneAbbreviation } from '../time/zone-name.js';

const UTC = 'UTC';

/** `Wednesday 12 May 2027`. */
export function longDay(localDate: string): string {
  return longInstant(`${localDate}T00:00:00.000Z`, { timeZone: UTC }).replace(/,.*$/, '');
}

/** `Wed 12 May`. */
export function shortDay(localDate: string): string {
  return shortInstantWithoutZone(`${localDate}T00:00:00.000Z`, { timeZone: UTC }).replace(/ \S+$/, '');
}

/** `Wed 12 May 10:30`, with the zone where the clock shows that time twice. */
export function dayAndTime(iso: string, timeZone: string): string {
  return isShownTwice(iso, timeZone) ? shortInstant(iso, { timeZone }) : shortInstantWithoutZone(iso, { timeZone });
}

/** `10:30`, with the zone where the clock shows that time twice. */
export function timeOfDay(iso: string, timeZone: string): string {
  const time = clockTime(iso, timeZone);
  return isShownTwice(iso, timeZone) ? `${time} ${zoneAbbreviation(Date.parse(iso), timeZone)}` : time;
}

function isShownTwice(iso: string, timeZone: string): boolean {
  const date = localDateOf(Date.parse(iso), timeZone);
  return instantsOfLocalTime(date, clockTime(iso, timeZone), timeZone).length > 1;
}
