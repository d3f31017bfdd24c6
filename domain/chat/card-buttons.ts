import { ACTION_IDS, encodeActionValue, type ActionValue } from './actions.js';
import type { Button } from './block-types.js';
import { button } from './blocks.js';

export const CARD_BUTTONS = ['approve', 'reject', 'who'] as const;
export type CardButton = (typeof CARD_BUTTONS)[number];

/** Buttons about one request, in this order. */
export function cardButtons(view: ActionValue & { code: string }, wanted: readonly CardButton[]): Button[] {
  const value = encodeActionValue(view);
  const all: Record<CardButton, Button> = {
    approve: button({
      actionId: ACTION_IDS.approve,
      text: 'Approve',
      value,
      style: 'primary',
      accessibilityLabel: `Approve request ${view.code}`,
    }),
    reject: button({
      actionId: ACTION_IDS.reject,
      text: 'Reject…',
      value,
      style: 'danger',
      accessibilityLabel: `Reject request ${view.code}`,
    }),
    who: button({
      actionId: ACTION_IDS.who,
      text: 'Who?',
      value,
      accessibilityLabel: `Who is the patient of request ${view.code}?`,
    }),
  };
  return wanted.map((name) => all[name]);
}
