import type { QueryClient } from '@tanstack/react-query';
import type { Part } from '../../../contract.js';

/**
 * Reads what is shown of the given parts again. A read that is under way is begun anew, a first one too: it may have been
 * answered before the change.
 */
export async function readAnew(client: QueryClient, parts: readonly Part[]): Promise<void> {
  await Promise.all(
    parts.map(async (part) => {
      const queryKey = [part];
      await client.cancelQueries({ queryKey });
      await client.invalidateQueries({ queryKey });
    }),
  );
}
