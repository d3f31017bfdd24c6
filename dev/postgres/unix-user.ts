import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartFailure } from '../failure.js';

export interface UnixUser {
  uid: number;
  gid: number;
}

const NAME = 'postgres';

/** PostgreSQL refuses to run as root: as root it runs as the user `postgres`, who is made where missing. */
export function postgresUser(): UnixUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp();
  if (known) return known;
  try {
    execFileSync('groupadd', ['--system', '--force', NAME], { stdio: 'ignore' });
    execFileSync('useradd', ['--system', '--gid', NAME, '--no-create-home', NAME], { stdio: 'ignore' });
  } catch {
    /** The look-up below says what came of it. */
  }
  const made = lookUp();
  if (made) return made;
  throw new StartFailure(
    'PostgreSQL does not run as root, and the user "postgres" could not be made: run `useradd --system postgres`, or start as an ordinary user.',
  );
}

function lookUp(): UnixUser | undefined {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, NAME], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Whether the user may pass through every folder above `path`. */
export function canReach(path: string, user: UnixUser | undefined): boolean {
  if (!user) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat) {
      const bit = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
