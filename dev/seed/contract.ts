import type { Client } from '@temporalio/client';

/** What the embedded stack hands to the seed. Passwords are for the demo only and are printed by `npm start`. */
export interface SeedContext {
  /** Login of the schema owner; the seed acts as SYSTEM and as the seeded people through the one gate. */
  ownerDatabaseUrl: string;
  temporal: Client;
  temporalTaskQueue: string;
  /** Slack user ids that exist at the stand-in, one for each person; and the secretaries' channel id. */
  slackUsers: SlackSeat[];
  now: () => Date;
  onProgress?: (line: string) => void;
}

/** A person at the Slack stand-in. `handle` is a seeded person's key (see `people.ts`). */
export interface SlackSeat {
  handle: string;
  slackUserId: string;
}

export interface SignIn {
  role: 'ADMIN' | 'SECRETARY' | 'DOCTOR' | 'PATIENT';
  email: string;
  password: string;
  userId: string;
  doctorId?: string;
  patientId?: string;
}

/** What the stack's card and the printed table need. */
export interface SeedResult {
  signIns: SignIn[];
  /** Those whose seat is linked to their account. */
  slackUsers: { role: string; slackUserId: string; userId: string; doctorId?: string }[];
  phones: { patientId: string; phone: string }[];
}
