import { condition, defineUpdate, setHandler } from '@temporalio/workflow';

export const noopUpdate = defineUpdate<string>('noop');

/** The peer of a booking: starts, answers its update, ends. */
export async function noop(): Promise<void> {
  let answered = false;
  setHandler(noopUpdate, () => {
    answered = true;
    return 'ok';
  });
  await condition(() => answered);
}
