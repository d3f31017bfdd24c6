import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { createAttemptKeys } from '../api/attempt-keys.js';
import { failureOf, Refusal } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import { sessionCommands } from './session-commands.js';
import { keepSession, sessionChanged, type Session } from './session-reads.js';
import type { Settled } from './settled.js';

type Commands = ReturnType<typeof sessionCommands>;

/** APPLIED: the session is so now. ACCEPTED: certain, but still to be applied; the page follows by itself. */
export type CommandOutcome = 'APPLIED' | 'ACCEPTED';

interface Asking<V> {
  session: Session;
  send(commands: Commands, values: V, key: string): Promise<Settled>;
  onDone(outcome: CommandOutcome, session: Session | null): void;
}

/**
 * One command on a session. Nothing is shown as done before the server says so; a refusal is in `failure`, and what is
 * shown of the session is read anew, since it may be the reason.
 */
export function useCommand<V>({ session, send, onDone }: Asking<V>) {
  const api = useApi();
  const client = useQueryClient();
  const commands = useMemo(() => sessionCommands(api), [api]);
  const [keys] = useState(() => createAttemptKeys());
  const mutation = useMutation({
    mutationFn: (values: V) => keys.send(values, (key) => send(commands, values, key)),
    onSuccess({ isApplied, session: after }) {
      if (after === null) sessionChanged(client, session.id);
      else keepSession(client, after);
      onDone(isApplied ? 'APPLIED' : 'ACCEPTED', after);
    },
    onError(error) {
      if (error instanceof Refusal) sessionChanged(client, session.id);
    },
  });
  return {
    run(values: V): void {
      if (!mutation.isPending) mutation.mutate(values);
    },
    isPending: mutation.isPending,
    failure: mutation.error === null ? null : failureOf(mutation.error),
    forgetFailure: mutation.reset,
  };
}
