/** English-speaking places, each of which knows the abbreviations of some zones only. */
const LOCALES = ['en-GB', 'en-US', 'en-AU', 'en-IN', 'en-ZA'] as const;

/** The zone's abbreviation at an instant, such as CEST; `GMT-3` for zones that have none. */
export function zoneAbbreviation(ms: number, timeZone: string): string {
  let name = '';
  for (const locale of LOCALES) {
    name = shortName(ms, timeZone, locale);
    if (!/^(GMT|UTC)[+-]/.test(name)) return name;
  }
  return name;
}

function shortName(ms: number, timeZone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  return format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
