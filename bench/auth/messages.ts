import type { Sample } from '../measure.js';

/** What a server's process says to the one that measures. */
export type FromServer = { kind: 'listening'; origin: string } | { kind: 'verified'; sample: Sample };

/** Bare verifications, as many at a time as there are cores, in the process of the plain server. */
export interface ToServer {
  kind: 'verify';
  total: number;
}
