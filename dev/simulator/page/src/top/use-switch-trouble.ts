import { useMutation, useQueryClient } from '@tanstack/react-query';
import { troublesRead } from '../data/reads.js';
import { switchTrouble } from '../data/writes.js';

/** Switches a trouble on or off; the switches are read anew either way. */
export function useSwitchTrouble() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, on }: { key: string; on: boolean }) => switchTrouble(key, on),
    onSettled: () => client.invalidateQueries({ queryKey: troublesRead.queryKey }),
  });
}
