import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ActionTaken, InputState, ViewValues } from '../../../../contract.js';
import { initialState } from '../../../../initial-state.js';
import { takeAction, wantOptions } from '../../data/writes.js';
import type { BlockHost } from './block-host.js';
import { readBlocks } from './read-blocks.js';
import { currentValues, withValue } from './view-values.js';

type Place = { kind: 'MESSAGE'; channelId: string; ts: string } | { kind: 'VIEW'; viewId: string };

interface Options {
  personId: string;
  place: Place;
  blocks: unknown[];
  errors?: Record<string, string>;
  /** An entry was changed, so what was wrong with it may be right now. */
  onChange?: (blockId: string) => void;
}

/** Keeps what a person enters into the blocks of a message or view, and sends what acts at once. */
export function useBlockHost({ personId, place, blocks: sent, errors = {}, onChange }: Options) {
  const blocks = useMemo(() => readBlocks(sent), [sent]);
  const [touched, setTouched] = useState<ViewValues>({});
  const values = currentValues(blocks, touched);
  const action = useMutation({ mutationFn: (taken: ActionTaken) => takeAction(personId, taken) });

  const act = (blockId: string, actionId: string, element: ActionTaken['element'], now: ViewValues): void =>
    action.mutate({ in: place.kind === 'VIEW' ? { ...place, values: now } : place, blockId, actionId, element });

  const host: BlockHost = {
    value: (blockId, part) => values[blockId]?.[part.action_id] ?? initialState(part),
    change(blockId, part, state: InputState, acts) {
      const next = withValue(values, blockId, part.action_id, state);
      setTouched(next);
      onChange?.(blockId);
      if (acts) act(blockId, part.action_id, state, next);
    },
    press: (blockId, part) => act(blockId, part.action_id, { type: 'button', value: part.value ?? null }, values),
    isBusy: (blockId, actionId) =>
      action.isPending && action.variables.blockId === blockId && action.variables.actionId === actionId,
    error: (blockId) => errors[blockId],
    async search(blockId, actionId, value) {
      if (place.kind !== 'VIEW') return [];
      const { viewId } = place;
      return (await wantOptions(personId, { viewId, blockId, actionId, value, values })).options;
    },
  };
  return { host, blocks, values, failure: action.error?.message ?? null };
}
