const HUES = 6;

/** Initials on a colour that stays with the name; decoration beside the name itself. */
export function Avatar({ name, bot = false }: { name: string; bot?: boolean }) {
  return (
    <span className={`avatar ${bot ? 'avatar-bot' : `avatar-${hueOf(name)}`}`} aria-hidden="true">
      {bot ? '+' : initials(name)}
    </span>
  );
}

const initials = (name: string): string =>
  name
    .replace(/^Dr\.? /, '')
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');

const hueOf = (name: string): number => [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES;
