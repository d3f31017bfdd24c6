export const MAX_CLINIC_NAME = 24;
export const MAX_ROOM_NAME = 24;

const TITLE = /^(?:(?:prof|dr|dra|doctor|doctora|mr|mrs|ms)\.?\s+)+/iu;
const SHORTEST_NAME = 4;

/** One line, single spaces, no control characters: what people typed must not shape our messages. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Ever shorter forms of a doctor's name: `Dr Samir Haddad`, `Dr Haddad`, `Haddad`. */
export function doctorForms(name: string): string[] {
  const full = oneLine(name);
  const title = TITLE.exec(full)?.[0].trim().split(' ').at(-1)?.replace('.', '') ?? '';
  const surname = full.replace(TITLE, '').split(' ').at(-1) ?? full;
  return distinct([full, `${title} ${surname}`.trim(), surname]);
}

/** A place in full and without what follows the first comma, then cut to the cap of room names. */
export function placeForms(place: string): string[] {
  const full = oneLine(place);
  const room = full.split(',')[0]?.trim() ?? full;
  return distinct([full, room, shortened(room, MAX_ROOM_NAME)]);
}

/** Cuts a name to a width; at least a few letters stay. */
export function shortened(name: string, width: number): string {
  return name.slice(0, Math.max(width, SHORTEST_NAME)).trimEnd();
}

const distinct = (forms: string[]): string[] => [...new Set(forms)];
