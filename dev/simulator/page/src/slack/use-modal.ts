import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SlackView, ViewValues } from '../../../contract.js';
import { deskRead } from '../data/reads.js';
import { closeView, submitView } from '../data/writes.js';
import { useBlockHost } from './blocks/use-block-host.js';
import { missingFields } from './blocks/view-values.js';

/** Filling in, sending and closing a modal. */
export function useModal(personId: string, view: SlackView) {
  const client = useQueryClient();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const readAgain = (): Promise<void> => client.invalidateQueries({ queryKey: deskRead(personId).queryKey });
  const sending = useMutation({
    mutationFn: (values: ViewValues) => submitView(personId, view.id, { values }),
    onSuccess: (outcome) => setErrors(outcome.state === 'OPEN' ? outcome.errors : {}),
    onSettled: readAgain,
  });
  const closing = useMutation({ mutationFn: (viewId: string) => closeView(personId, viewId), onSettled: readAgain });
  const { host, blocks, values, failure } = useBlockHost({
    personId,
    place: { kind: 'VIEW', viewId: view.id },
    blocks: view.blocks,
    errors,
    onChange: (blockId) => setErrors(({ [blockId]: _fixed, ...rest }) => rest),
  });
  const submit = (): void => {
    if (!view.submit || sending.isPending) return;
    const missing = missingFields(blocks, values);
    setErrors(missing);
    if (Object.keys(missing).length === 0) sending.mutate(values);
  };
  return {
    host: { ...host, submit },
    blocks,
    errors,
    failure: sending.error?.message ?? closing.error?.message ?? failure,
    busy: sending.isPending,
    submit,
    close: (viewId: string): void => closing.mutate(viewId),
  };
}
