import { z } from 'zod';

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
const storable = (value: string): boolean => !value.includes('\0') && !/\p{Surrogate}/u.test(value);
const NOT_STORABLE = 'must be well-formed Unicode without NUL';

export const NAME_MAX = 200;
export const NOTE_MAX = 2_000;
export const PASSWORD_MAX = 128;

/** Text as typed, up to `max` characters. */
export function text(max: number) {
  return z.string().max(max).refine(storable, NOT_STORABLE);
}

/** True where nobody would see anything: blanks, and characters without a shape. */
export const isBlank = (value: string): boolean => /^[\s\p{C}]*$/u.test(value);

/** Text with something in it; surrounding blanks do not count. */
export function words(max: number) {
  return text(max)
    .trim()
    .min(1)
    .refine((value) => value === '' || !isBlank(value), 'must not be blank');
}

/** Ids are compared as text and name workflows, so they have one spelling. */
export const uuid = z.guid().toLowerCase();
export const email = z
  .email()
  .max(200)
  .transform((value) => value.toLowerCase());
export const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164 form, like +4915112345678')
  .max(16);
export const durationMinutes = z.int().min(5).max(480);
export const language = z.enum(['en', 'es']);

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const withinReach = (value: string): boolean => {
  const year = new Date(value).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
};

/** An instant as given, with any offset; parsed to ISO UTC. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(withinReach, `must lie between ${FIRST_YEAR} and ${LAST_YEAR}`)
  .transform((value) => new Date(value).toISOString());

/** An instant as answered: ISO UTC. */
export const utcInstant = z.iso.datetime();

export const localDate = z.iso.date().refine(withinReach, `must lie between ${FIRST_YEAR} and ${LAST_YEAR}`);

const isTimeZone = (value: string): boolean => {
  try {
    return value.includes('/') || value === 'UTC' ? Boolean(new Intl.DateTimeFormat('en', { timeZone: value })) : false;
  } catch {
    return false;
  }
};
export const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone, like Europe/Berlin');

export const queryFlag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A comma list of words in a query; given as one string, parsed to an array. */
export function commaList<const W extends readonly [string, ...string[]]>(allowed: W) {
  return z
    .string()
    .max(NAME_MAX)
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(allowed)).min(1))
    .meta({ description: `Comma list of: ${allowed.join(', ')}` });
}

/** A comma list of ids in a query. */
export const idList = z
  .string()
  .max(4_000)
  .transform((value) => value.split(','))
  .pipe(z.array(uuid).min(1))
  .meta({ description: 'Comma list of ids' });

/** What every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: text(2_000).min(1).optional(),
};

/** What every list answers. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const idParams = z.object({ id: uuid });
