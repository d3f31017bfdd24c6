import type { WebClient } from '@slack/web-api';
import { workingCard } from '../../domain/chat/card.js';
import type { Background } from '../background.js';
import type { Card } from './click.js';
import { settledWithin } from './settled-within.js';

export interface WorkingNote {
  /**
   * Draws "working…" over the card and waits for it no longer than 800 ms; a failure is ignored. `onLate` runs when the
   * drawing arrives, or may have arrived, after that. False when another click on the card is being worked on already.
   */
  show(card: Card, onLate: (signal: AbortSignal) => Promise<void>): Promise<boolean>;
  /** To be called when the click has been settled. */
  done(card: Card): void;
}

const PATIENCE_MS = 800;

/** One drawing per card at a time: forty quick clicks are one "working…". */
export function createWorkingNote(deps: { slack: WebClient; background: Background }): WorkingNote {
  const busy = new Set<string>();
  const keyOf = ({ channelId, ts }: Card): string => `${channelId} ${ts}`;

  async function draw(card: Card): Promise<void> {
    const { text, blocks } = workingCard(card.blocks);
    await deps.slack.chat.update({ channel: card.channelId, ts: card.ts, text, blocks: blocks as never });
  }

  return {
    async show(card, onLate) {
      if (busy.has(keyOf(card))) return false;
      busy.add(keyOf(card));
      const drawing = draw(card).catch(() => undefined);
      if (await settledWithin(drawing, PATIENCE_MS)) return true;
      deps.background.run('late working note', async (signal) => {
        await drawing;
        if (!signal.aborted) await onLate(signal);
      });
      return true;
    },
    done: (card) => void busy.delete(keyOf(card)),
  };
}
