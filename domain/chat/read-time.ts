export interface TimeReading {
  /** `HH:mm`. */
  time: string;
  length: number;
}

/** Hours that nobody means at night when they write them bare. */
const FIRST_PLAIN_HOUR = 7;
const LAST_PLAIN_HOUR = 20;

/**
 * Reads a time at the beginning of the words: `10:30`, `10.30`, `10h30`, `1030`, `3pm`, `3:15 pm`, `noon`, and a bare
 * hour from 7 to 20. Null where there is no time.
 */
export function readTime(words: readonly string[]): TimeReading | null {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase().replace(/,$/, ''));
  if (first === 'noon' || first === 'midday') return { time: '12:00', length: 1 };
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?h?\s*([ap]\.?m\.?)?$/.exec(first);
  if (match === null) return null;
  const apart = match[3] === undefined && /^[ap]\.?m\.?$/.test(second);
  const half = match[3] ?? (apart ? second : undefined);
  const minute = Number(match[2] ?? '0');
  const hour = hourOf(Number(match[1]), half?.[0]);
  const isBare = match[2] === undefined && half === undefined;
  if (hour === null || minute > 59 || (isBare && (hour < FIRST_PLAIN_HOUR || hour > LAST_PLAIN_HOUR))) return null;
  return { time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, length: apart ? 2 : 1 };
}

function hourOf(written: number, half: string | undefined): number | null {
  if (half === undefined) return written < 24 ? written : null;
  if (written < 1 || written > 12) return null;
  return (written % 12) + (half === 'p' ? 12 : 0);
}
