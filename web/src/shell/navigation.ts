import type { Role } from '../../../domain/actor.js';
import type { Words } from '../words/english.js';

type Nav = Words['nav'];

export interface Place {
  to: string;
  /** Its name and what it is for, among the words. */
  words: { [K in keyof Nav]: Nav[K] extends { name: string; lead: string } ? K : never }[keyof Nav];
  /** Its address is the beginning of others’. */
  isExact?: true;
}

/** Where each role can go, in the order of the menu; the start page offers the same. */
export const PLACES: Record<Role, readonly Place[]> = {
  ADMIN: [
    { to: '/admin', words: 'overview', isExact: true },
    { to: '/admin/sessions', words: 'allSessions' },
    { to: '/admin/users', words: 'users' },
    { to: '/admin/rooms', words: 'rooms' },
    { to: '/admin/policy', words: 'policy' },
    { to: '/admin/audit', words: 'audit' },
  ],
  SECRETARY: [{ to: '/sessions', words: 'sessions' }],
  DOCTOR: [{ to: '/sessions', words: 'sessions' }],
  PATIENT: [{ to: '/sessions', words: 'sessions' }],
};
