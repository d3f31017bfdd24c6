import type { ViewValues } from '../contract.js';
import { initialState } from '../initial-state.js';

/** An interactive part of a message or view, as the bot sent it. */
export interface BlockElement {
  type: string;
  action_id: string;
  [field: string]: unknown;
}

interface Block {
  block_id?: string;
  element?: unknown;
  accessory?: unknown;
  elements?: unknown[];
}

/** All elements with an action id, with the id of the block that holds them. */
function elementsOf(blocks: unknown[]): { blockId: string; element: BlockElement }[] {
  return (blocks as Block[]).flatMap(({ block_id: blockId = '', element, accessory, elements = [] }) =>
    [element, accessory, ...elements].filter(isElement).map((part) => ({ blockId, element: part })),
  );
}

export function findElement(blocks: unknown[], blockId: string, actionId: string): BlockElement | undefined {
  const found = elementsOf(blocks).find((each) => each.blockId === blockId && each.element.action_id === actionId);
  return found?.element;
}

/**
 * The state of a view as Slack sends it: every input of the view, untouched ones with what they started from, and nothing
 * that the view does not have.
 */
export function stateOf(blocks: unknown[], values: ViewValues): ViewValues {
  const state: ViewValues = {};
  for (const { blockId, element } of elementsOf(blocks)) {
    const initial = initialState(element);
    if (initial === null) continue;
    const given = values[blockId]?.[element.action_id];
    (state[blockId] ??= {})[element.action_id] = given?.type === initial.type ? given : initial;
  }
  return state;
}

const isElement = (part: unknown): part is BlockElement =>
  typeof part === 'object' && part !== null && 'action_id' in part && typeof part.action_id === 'string';
