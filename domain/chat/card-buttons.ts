import { ACTION_IDS, encodeActionValue, type ActionValue } from './actions.js';
import type { Button } from './block-types.js';
import { button } from './blocks.js';

export const CARD_BUTTONS = ['approve', 'reject', 'who'] as const;
export const MOVE_BUTTONS = ['approveMove', 'rejectMove', 'who'] as const;
export type CardButton = (typeof CARD_BUTTONS)[number] | (typeof MOVE_BUTTONS)[number];

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
    approveMove: button({
      actionId: ACTION_IDS.approveMove,
      text: 'Approve new time',
      value,
      style: 'primary',
      accessibilityLabel: `Approve the new time of session ${view.code}`,
    }),
    rejectMove: button({
      actionId: ACTION_IDS.rejectMove,
      text: 'Keep old time…',
      value,
      style: 'danger',
      accessibilityLabel: `Keep the old time of session ${view.code}`,
    }),
  };
  return wanted.map((name) => all[name]);
}
