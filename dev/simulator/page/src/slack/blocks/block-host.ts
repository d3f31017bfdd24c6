import { createContext, useContext } from 'react';
import type { Choice, InputState } from '../../../../contract.js';
import type { ButtonPart, FieldPart } from './block-types.js';

/** What holds the blocks, a message or a view: where presses and entries go. */
export interface BlockHost {
  value(blockId: string, part: FieldPart): InputState;
  /** `acts`: the bot is told at once. */
  change(blockId: string, part: FieldPart, state: InputState, acts: boolean): void;
  press(blockId: string, part: ButtonPart): void;
  isBusy(blockId: string, actionId: string): boolean;
  /** What is wrong with the block's entry. */
  error(blockId: string): string | undefined;
  /** Rejects with `RequestFailure`. */
  search(blockId: string, actionId: string, query: string): Promise<Choice[]>;
  /** Enter in a field of one line that does not act: send the view, where it is one. */
  submit?: () => void;
}

export const BlockHostContext = createContext<BlockHost | null>(null);

export function useHost(): BlockHost {
  const host = useContext(BlockHostContext);
  if (host === null) throw new Error('Blocks need a message or a view around them.');
  return host;
}
