/** What a server's process says to the one that measures. */
export type FromServer = { kind: 'listening'; origin: string } | { kind: 'memory'; risenBytes: number };

/** From `watch` to `report` the process notes how far its resident memory rises. */
export type ToServer = { kind: 'watch' } | { kind: 'report' };
