import { useMutation } from '@tanstack/react-query';
import type { Phone } from '../../../contract.js';
import { changePhone } from '../data/writes.js';
import { ProblemLine } from '../ui/problem-line.js';
import { SwitchField } from '../ui/switch-field.js';

/** What can be the matter with a phone. */
export function PhoneSwitches({ phone }: { phone: Phone }) {
  const change = useMutation({
    mutationFn: (what: { optedOut?: boolean; reachable?: boolean }) => changePhone(phone.number, what),
  });
  return (
    <div className="phone-switches">
      <SwitchField
        label="Opted out"
        on={phone.optedOut}
        busy={change.isPending}
        onChange={(optedOut) => change.mutate({ optedOut })}
      />
      <SwitchField
        label="Out of reach"
        on={!phone.reachable}
        busy={change.isPending}
        onChange={(outOfReach) => change.mutate({ reachable: !outOfReach })}
      />
      {change.isError && <ProblemLine words={change.error.message} />}
    </div>
  );
}
