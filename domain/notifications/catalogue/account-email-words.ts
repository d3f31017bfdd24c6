import type { AccountMailKind, AccountTokenPurpose } from '../../accounts/mails.js';
import type { Role } from '../../actor.js';

/** What a mail about an account needs of a language. */
export interface AccountWords {
  greeting(name: string | null): string;
  subject(kind: AccountMailKind): string;
  paragraphs(kind: AccountMailKind, context: AccountWordsContext): string[];
  /** What the link is called. */
  action(kind: AccountTokenPurpose): string;
  /** `30 minutes`, `48 hours`. */
  duration(minutes: number): string;
  /** How long the link works. */
  validity(life: string, until: string): string;
  /** What to do where the link does not open. */
  byHand(page: string, code: string): string;
  /** What to do if one did not ask for this. */
  notAsked(kind: AccountTokenPurpose): string;
}

export interface AccountWordsContext {
  clinic: string;
  role: Role;
  /** `Wednesday 12 May 2027, 10:30 CEST`. */
  at: string;
}
