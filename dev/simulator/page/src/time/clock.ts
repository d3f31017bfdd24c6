/** Instants in the clinic's zone, in words. All take ISO instants. */
export interface Clock {
  /** `10:30` */
  time(iso: string): string;
  /** `Tue 12 May, 10:30` */
  dateTime(iso: string): string;
  /** The time today, else with its date. */
  recent(iso: string, nowMs: number): string;
  /** `Tuesday 12 May` */
  day(iso: string): string;
  zoneName(iso: string): string;
}

export function createClock(timeZone: string): Clock {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const date = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const key = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const zone = format({ timeZoneName: 'short' });
  const dateTime = (iso: string): string => `${date.format(new Date(iso))}, ${time.format(new Date(iso))}`;
  return {
    time: (iso) => time.format(new Date(iso)),
    dateTime,
    recent: (iso, nowMs) =>
      key.format(new Date(iso)) === key.format(nowMs) ? time.format(new Date(iso)) : dateTime(iso),
    day: (iso) => day.format(new Date(iso)),
    zoneName: (iso) => zone.formatToParts(new Date(iso)).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  };
}
