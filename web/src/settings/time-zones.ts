/** The zone of this device. */
export const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The first of these zones that this browser can tell the time in; UTC where there is none. */
export function usableZone(...zones: (string | null | undefined)[]): string {
  return zones.find((zone) => zone && isKnown(zone)) ?? 'UTC';
}

function isKnown(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Zones to choose from, with the present one among them whatever the browser knows. */
export function timeZoneChoices(present: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', present])].sort((a, b) => (a < b ? -1 : 1));
}
