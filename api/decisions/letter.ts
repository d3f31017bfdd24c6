import type { StepResult } from '../../domain/session/types.js';
import type { Tx } from '../../prisma/actor.js';
import type { SessionView } from '../../prisma/views/session-view.js';
import type { SendOptions } from '../../workflows/session/client.js';
import type { deleteSession } from '../contract/corrections.js';
import type { approveSession } from '../contract/decisions.js';
import type { ResponseOf } from '../contract/operation.js';
import type { Addressed } from './addressed.js';

/** What is answered: the session as it is now, or nothing where it is hidden now. */
export type Shows = typeof approveSession;
export type Hides = typeof deleteSession;
export type Settling = Shows | Hides;

/** A message to a session's workflow, and how it is sent. */
export interface Message {
  /** Refuses what the caller may not do or has not said, before anything is sent. */
  authorise(tx: Tx, session: SessionView): Promise<void>;
  /** Refuses what does not fit the session as it is now; not asked where the message was applied already. */
  check?(tx: Tx, session: SessionView): Promise<void>;
  /** SENT: its effect is awaited; ENDED: no workflow runs; else what it came to. With `resume` a missing one is started. */
  send(options: SendOptions): Promise<'SENT' | 'ENDED' | StepResult>;
}

/** A message with its address, and what is answered. */
export interface Letter<O extends Settling> extends Message, Addressed {
  /** What is answered when it was applied. */
  applied(tx: Tx): Promise<ResponseOf<O>>;
  /** True where it hides the session, so that asking again does not find it. */
  hides: boolean;
}
