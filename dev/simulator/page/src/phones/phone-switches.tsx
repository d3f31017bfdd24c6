import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Phone } from '../../../contract.js';
import { phonesRead } from '../data/reads.js';
import { changePhone } from '../data/writes.js';
import { ProblemLine } from '../ui/problem-line.js';
import { SwitchField } from '../ui/switch-field.js';

/** What can be the matter with a phone; a change shows at once, and is taken back where it fails. */
export function PhoneSwitches({ phone }: { phone: Phone }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (what: { optedOut?: boolean; reachable?: boolean }) => changePhone(phone.number, what),
    onSettled: () => client.invalidateQueries({ queryKey: phonesRead.queryKey }),
  });
  const { optedOut, reachable } = { ...phone, ...(change.isPending && change.variables) };
  return (
    <div className="phone-switches">
      <SwitchField
        label="Opted out"
        on={optedOut}
        busy={change.isPending}
        onChange={(wanted) => change.mutate({ optedOut: wanted })}
      />
      <SwitchField
        label="Out of reach"
        on={!reachable}
        busy={change.isPending}
        onChange={(outOfReach) => change.mutate({ reachable: !outOfReach })}
      />
      {change.isError && <ProblemLine words={change.error.message} />}
    </div>
  );
}
