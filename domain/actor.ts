/** Who acts. Every transaction runs as exactly one actor; there is no "no actor". */
export const ROLES = ['PATIENT', 'SECRETARY', 'DOCTOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** SYSTEM: timers, seeding, reconciling (the worker's database role only). ANONYMOUS: sign-in and sign-up. */
export type ActorRole = Role | 'SYSTEM' | 'ANONYMOUS';

export const CHANNELS = ['API', 'WEB', 'SLACK', 'SMS', 'SYSTEM', 'CLI'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * `id` is the user's id; for a patient without an account (an SMS answer) the patient record's id; null only for
 * SYSTEM and ANONYMOUS.
 */
export interface Actor {
  id: string | null;
  role: ActorRole;
  channel: Channel;
  requestId: string;
}

/** The actor of timers, seeding and reconciling. */
export function systemActor(requestId: string): Actor {
  return { id: null, role: 'SYSTEM', channel: 'SYSTEM', requestId };
}

/** The actor of sign-in and of everything a caller does before it is known. */
export function anonymousActor(requestId: string, channel: Channel = 'API'): Actor {
  return { id: null, role: 'ANONYMOUS', channel, requestId };
}
