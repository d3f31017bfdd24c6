/** The zone of this device. */
export const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Zones to choose from, with the present one among them whatever the browser knows. */
export function timeZoneChoices(present: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', present])].sort((a, b) => (a < b ? -1 : 1));
}
