/** `HH:mm` as minutes from midnight; `24:00` is 1440. Throws a RangeError for anything else. */
export function minuteOf(time: string): number {
  const parts = /^(\d\d):(\d\d)$/.exec(time);
  const minute = parts ? Number(parts[1]) * 60 + Number(parts[2]) : NaN;
  if (!(minute <= 1_440) || Number(parts?.[2]) > 59) throw new RangeError(`Not a local time: "${time}".`);
  return minute;
}

/** Minutes from midnight as `HH:mm`. */
export function timeOf(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** `09:00–17:00`, as people write it. */
export function stretchWords({ startMinute, endMinute }: { startMinute: number; endMinute: number }): string {
  return `${timeOf(startMinute)}–${timeOf(endMinute)}`;
}
