import type { NotifyChannel } from '../../prisma/actor.js';

/** What has changed since it was taken last: the newest version of each session, and tasks. */
export interface Changes {
  sessions: Map<string, number>;
  tasks: Set<string>;
  /** More than can be told one by one, or some that nobody heard of. */
  lost: boolean;
}

export interface ChangeBox {
  note(channel: NotifyChannel, payload: string): void;
  lose(): void;
  take(): Changes;
}

/** Beyond this many, reading anew is cheaper than being told. */
const MOST_TOLD = 500;

/** Collects what the database notifies of. */
export function createChangeBox(): ChangeBox {
  let changes = none();
  return {
    note(channel, payload) {
      if (channel === 'task') changes.tasks.add(payload);
      else if (channel === 'session') {
        const { id, version } = JSON.parse(payload) as { id: string; version: number };
        changes.sessions.set(id, Math.max(version, changes.sessions.get(id) ?? 0));
      }
      if (changes.sessions.size + changes.tasks.size > MOST_TOLD) this.lose();
    },
    lose() {
      changes = { ...none(), lost: true };
    },
    take() {
      const taken = changes;
      changes = none();
      return taken;
    },
  };
}

function none(): Changes {
  return { sessions: new Map(), tasks: new Set(), lost: false };
}
